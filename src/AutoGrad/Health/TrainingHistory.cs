namespace AutoGrad.Health;

/// <summary>
/// What a run's steps came to: reports, the norms of each parameter's gradient and value, and the error gradients at named variables.
/// Steps count from 1.
/// </summary>
public sealed class TrainingHistory
{
    private readonly ParameterSet parameters;
    private readonly List<StepReport> steps = [];
    private readonly List<Finding> findings = [];
    private readonly List<float>[] gradientNorms;
    private readonly List<float>[] valueNorms;
    private readonly List<float>[] means;
    private readonly List<float>[] largest;

    /// <summary>An empty history of a model.</summary>
    /// <param name="parameters">The model's parameters.</param>
    public TrainingHistory(ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        ParameterNames = [.. parameters.Select(p => p.Name)];
        VariableNames = [.. parameters.ErrorGradients.Select(e => e.Name)];
        gradientNorms = Lists(ParameterNames.Count);
        valueNorms = Lists(ParameterNames.Count);
        means = Lists(VariableNames.Count);
        largest = Lists(VariableNames.Count);
    }

    /// <summary>The reports of all steps, in order.</summary>
    public IReadOnlyList<StepReport> Steps => steps;

    /// <summary>All findings, in order.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>The names of the parameters.</summary>
    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The names of the variables whose error gradients are recorded.</summary>
    public IReadOnlyList<string> VariableNames { get; }

    /// <summary>At each step, the norm of a parameter's gradient before every clip.</summary>
    public IReadOnlyList<float> GradientNorms(int parameter) => gradientNorms[parameter];

    /// <summary>After each step, the norm of a parameter's value.</summary>
    public IReadOnlyList<float> ValueNorms(int parameter) => valueNorms[parameter];

    /// <summary>At each step, the mean of |d loss / d variable|.</summary>
    public IReadOnlyList<float> ErrorMeans(int variable) => means[variable];

    /// <summary>At each step, the largest |d loss / d variable|.</summary>
    public IReadOnlyList<float> LargestErrors(int variable) => largest[variable];

    /// <summary>Adds a step; the model's parameters are as the step has left them.</summary>
    /// <param name="step">The step's report.</param>
    /// <param name="found">What the step has brought to light.</param>
    public void Add(in StepReport step, IReadOnlyCollection<Finding> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        steps.Add(step);
        findings.AddRange(found);
        for (int i = 0; i < gradientNorms.Length; i++)
        {
            gradientNorms[i].Add(parameters[i].GradientNorm);
            valueNorms[i].Add(parameters[i].ValueNorm);
        }

        for (int i = 0; i < means.Length; i++)
        {
            means[i].Add(parameters.ErrorGradients[i].Mean);
            largest[i].Add(parameters.ErrorGradients[i].Largest);
        }
    }

    private static List<float>[] Lists(int count)
        => [.. Enumerable.Range(0, count).Select(_ => new List<float>())];
}
