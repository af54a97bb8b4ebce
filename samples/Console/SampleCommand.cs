using System.CommandLine;

namespace AutoGrad.Samples;

/// <summary>The command line of a sample: what it does, and options with defaults, which <c>--help</c> shows.</summary>
public sealed class SampleCommand(string description)
{
    private readonly RootCommand _root = new(description);
    private ParseResult? _parsed;

    /// <summary>Adds an option; the function returns its value once the command runs.</summary>
    public Func<T> Option<T>(string name, string description, T value)
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => value };
        _root.Options.Add(option);
        return () => (_parsed ?? throw new InvalidOperationException($"{name} is read before the command runs.")).GetValue(option)!;
    }

    /// <summary>Runs the program, or says what is wrong with its arguments; returns the exit code.</summary>
    public int Run(string[] args, Action program)
    {
        _root.SetAction(parsed =>
        {
            _parsed = parsed;
            program();
        });
        return _root.Parse(args).Invoke();
    }
}
