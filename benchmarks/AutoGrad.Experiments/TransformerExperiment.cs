using System.Diagnostics;
using System.Globalization;

namespace AutoGrad.Experiments;

/// <summary>
/// The transformer of the sample CharacterTransformer beside the LSTM of CharacterModel: as many parameters, as many characters an update, the same
/// time, the first nine tenths of Moby Dick to learn, and the loss of the last tenth. Both have AdamW at the rate that was the best of three for
/// each, which rises over a hundred updates and falls to a tenth along a cosine over the time there is.
/// </summary>
internal static class TransformerExperiment
{
    private const int WarmUp = 100;
    private const float LstmRate = 24e-3f, TransformerRate = 16e-3f;

    private static readonly float[] s_lstmRates = [6e-3f, 12e-3f, 24e-3f], s_transformerRates = [4e-3f, 8e-3f, 16e-3f];

    /// <param name="arguments">For how many seconds each network learns, 60 by default; or <c>rates</c> and how many updates each is to make under each of three.</param>
    public static void Run(string[] arguments)
    {
        double budget = double.TryParse(arguments.LastOrDefault(), CultureInfo.InvariantCulture, out double given) ? given : 60;
        (int characters, int[] codes) = CharacterExperiment.Read();
        int[] learnt = codes[..(codes.Length / 10 * 9)], held = codes[(codes.Length / 10 * 9)..];
        Console.WriteLine("| network | parameters | learning rate | seed | updates | loss in training | loss of the last tenth, nats per character |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        if (arguments is ["rates", ..])
        {
            foreach ((float lstm, float transformer) in s_lstmRates.Zip(s_transformerRates))
            {
                Train(new LstmReader(characters, learnt, seed: 100), held, lstm, 100, update => update / budget);
                Train(new TransformerReader(characters, learnt, seed: 100), held, transformer, 100, update => update / budget);
            }

            return;
        }

        var differences = new List<double>();
        for (int seed = 1; seed <= 2; seed++)
        {
            var lstm = new LstmReader(characters, learnt, seed);
            var transformer = new TransformerReader(characters, learnt, seed);
            if (Math.Abs((transformer.Parameters / (double)lstm.Parameters) - 1) > 0.02)
                throw new InvalidOperationException($"{transformer.Parameters} and {lstm.Parameters} parameters differ by more than 2 %.");
            double loss = Train(lstm, held, LstmRate, seed, Time(budget));
            differences.Add(Train(transformer, held, TransformerRate, seed, Time(budget)) - loss);
        }

        Console.WriteLine($"\nThe transformer's loss is {differences.Average():+0.000;-0.000} nats beside the LSTM's ({string.Join(", ", differences.Select(d => $"{d:+0.000;-0.000}"))}).");
    }

    private static Func<int, double> Time(double seconds)
    {
        var clock = Stopwatch.StartNew();
        return _ => clock.Elapsed.TotalSeconds / seconds;
    }

    /// <summary>Learns until <paramref name="done"/>, of the number of updates, is 1; the loss of the text that is held back.</summary>
    private static double Train(ICharacterReader reader, int[] held, float rate, int seed, Func<int, double> done)
    {
        var optimizer = new AdamW(rate);
        double smoothed = 0;
        int update = 0;
        while (done(update) is < 1 and double share)
        {
            update++;
            optimizer.LearningRate = rate * (float)(Math.Min(1, update / (double)WarmUp) * (0.55 + (0.45 * Math.Cos(Math.PI * share))));
            smoothed += (reader.Learn(optimizer) - smoothed) * Math.Max(0.01, 1.0 / update);
        }

        double loss = reader.Evaluate(held);
        Console.WriteLine($"| {reader.Name} | {reader.Parameters:N0} | {rate:G3} | {seed} | {update:N0} | {smoothed:F3} | {loss:F3} |");
        return loss;
    }
}
