namespace AutoGrad.Experiments;

/// <summary>Daily births in the United States, one day ahead over the last 1,461 days: an LSTM beats the same weekday of the week before, 531.5.</summary>
internal static class BirthsExperiment
{
    public static void Run()
    {
        var births = new Births();
        Console.WriteLine("| forecast | seed | root mean square error |\n| --- | ---: | ---: |");
        Console.WriteLine($"| the day before | | {births.Error(day => births[day - 1]):F1} |");
        Console.WriteLine($"| same weekday of the week before | | {births.Error(day => births[day - 7]):F1} |");
        for (int seed = 1; seed <= 3; seed++)
        {
            var model = new Forecaster(seed);
            model.Train(births, epochs: 15, seed, (_, _) => { });
            double[] forecasts = model.Test(births);
            Console.WriteLine($"| LSTM, 32 units | {seed} | {births.Error(day => forecasts[day - births.FirstTest]):F1} |");
        }
    }
}
