using System.Globalization;
using System.Text;

namespace AutoGrad.Health;

/// <summary>Writes a history for other tools.</summary>
public static class HistoryExport
{
    /// <summary>
    /// Writes comma-separated values, a line a step: step, loss, data_loss, gradient_norm, clip_scale, is_finite, then
    /// <c>gradient_norm.P</c> and <c>value_norm.P</c> for each parameter P, <c>error_mean.V</c> and <c>error_largest.V</c> for each variable V.
    /// </summary>
    /// <param name="history">What to write.</param>
    /// <param name="path">The file, overwritten.</param>
    public static void WriteCsv(this TrainingHistory history, string path)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        history.WriteCsv(writer);
    }

    /// <summary>As the overload that takes a path.</summary>
    /// <param name="history">What to write.</param>
    /// <param name="writer">Receives the text; it stays open.</param>
    public static void WriteCsv(this TrainingHistory history, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(writer);
        List<(string Name, Func<int, float> Value)> series = Series(history);
        writer.Write("step,is_finite");
        foreach ((string name, _) in series)
            writer.Write("," + name);
        writer.Write('\n');
        for (int i = 0; i < history.Steps.Count; i++)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1},{(history.Steps[i].IsFinite ? 1 : 0)}"));
            foreach ((_, Func<int, float> value) in series)
                writer.Write("," + value(i).ToString("R", CultureInfo.InvariantCulture));
            writer.Write('\n');
        }
    }

    /// <summary>Writes a file of scalars that TensorBoard shows: <c>tensorboard --logdir</c> with this directory.</summary>
    /// <param name="history">What to write.</param>
    /// <param name="directory">The directory, made where it does not exist.</param>
    /// <returns>The file's path.</returns>
    public static string WriteTensorBoard(this TrainingHistory history, string directory)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(directory);
        Directory.CreateDirectory(directory);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{now.ToUnixTimeSeconds()}.autograd"));
        List<(string Name, Func<int, float> Value)> series = Series(history);
        double time = now.ToUnixTimeMilliseconds() / 1000.0;
        using FileStream file = File.Create(path);
        var events = new EventFile(file);
        events.WriteVersion(time);
        for (int i = 0; i < history.Steps.Count; i++)
        {
            foreach ((string name, Func<int, float> value) in series)
                events.WriteScalar(time, i + 1, name.Replace('.', '/'), value(i));
        }

        return path;
    }

    private static List<(string Name, Func<int, float> Value)> Series(TrainingHistory history)
    {
        List<(string, Func<int, float>)> series =
        [
            ("loss", i => history.Steps[i].Loss),
            ("data_loss", i => history.Steps[i].DataLoss),
            ("gradient_norm", i => history.Steps[i].GradientNorm),
            ("clip_scale", i => history.Steps[i].ClipScale),
        ];
        for (int p = 0; p < history.ParameterNames.Count; p++)
        {
            int index = p;
            series.Add(("gradient_norm." + history.ParameterNames[p], i => history.GradientNorms(index)[i]));
            series.Add(("value_norm." + history.ParameterNames[p], i => history.ValueNorms(index)[i]));
        }

        for (int v = 0; v < history.VariableNames.Count; v++)
        {
            int index = v;
            series.Add(("error_mean." + history.VariableNames[v], i => history.ErrorMeans(index)[i]));
            series.Add(("error_largest." + history.VariableNames[v], i => history.LargestErrors(index)[i]));
        }

        return series;
    }
}
