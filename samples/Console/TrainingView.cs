using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace AutoGrad.Samples;

/// <summary>
/// What a person watches while a model trains: a bar with the loss, the norm of the gradient and the time left, and at the end a chart of the
/// loss. Where the output is not a terminal there are plain lines instead.
/// </summary>
public sealed class TrainingView
{
    private const int PlainLines = 20;

    private readonly int _steps;
    private readonly string _quantity;
    private readonly Func<float, double> _measure;
    private readonly ProgressTask? _bar;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<double> _values = [];
    private double _smooth;

    private TrainingView(int steps, string quantity, Func<float, double> measure, ProgressTask? bar)
        => (_steps, _quantity, _measure, _bar) = (steps, quantity, measure, bar);

    /// <summary>Shows a run of <paramref name="train"/>, which reports each of its steps.</summary>
    /// <param name="steps">How many steps it makes, at least 1.</param>
    /// <param name="train">The loop.</param>
    /// <param name="quantity">What is shown of the loss.</param>
    /// <param name="measure">How it follows from the loss; by default it is the loss.</param>
    public static void Run(int steps, Action<TrainingView> train, string quantity = "loss", Func<float, double>? measure = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(train);
        TrainingView? view = null;
        if (IsTerminal)
        {
            AnsiConsole.Progress()
                .Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
                .Start(progress =>
                {
                    view = new(steps, quantity, measure ?? (l => l), progress.AddTask(quantity, maxValue: steps));
                    train(view);
                });
        }
        else
        {
            view = new(steps, quantity, measure ?? (l => l), null);
            train(view);
        }

        if (view is { _values.Count: > 1 })
            Console.WriteLine(TextChart.Draw(view._values, $"{quantity} by step, smoothed"));
    }

    /// <summary>Whether a person watches: the output is a terminal that can move its cursor.</summary>
    public static bool IsTerminal => AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;

    /// <summary>Shows a step.</summary>
    public void Report(StepReport step)
    {
        double value = _measure(step.Loss);
        _smooth = _values.Count == 0 ? value : _smooth + ((value - _smooth) * Math.Max(0.02, 1.0 / (_values.Count + 1)));
        _values.Add(_smooth);
        string figures = string.Create(CultureInfo.InvariantCulture, $"{_quantity} {_smooth:G4}  gradient {step.GradientNorm:G3}");
        if (_bar is not null)
        {
            _bar.Description = figures;
            _bar.Increment(1);
        }
        else if (_values.Count % Math.Max(1, _steps / PlainLines) == 0 || _values.Count == _steps)
        {
            double left = _clock.Elapsed.TotalSeconds * (_steps - _values.Count) / _values.Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {_values.Count,6} of {_steps}  {figures}  {left:F0} s left"));
        }
    }

    /// <summary>Says something between the steps, above the bar.</summary>
    public void Say(string text)
    {
        if (_bar is not null)
            AnsiConsole.WriteLine(text);
        else
            Console.WriteLine(text);
    }
}
