// An LSTM forecasts the births of the next day from the four weeks before it, beside the seasonal-naive forecast, the same weekday of
// the week before, which is hard to beat; forecast.png shows both over the last eight weeks.
using AutoGrad.Samples;
using ScottPlot;

var command = new SampleCommand("An LSTM forecasts births one day ahead, beside the same weekday of the week before, and draws both.");
var epochs = command.Option("--epochs", "How often to go through the years before the test.", 15);
var seed = command.Option("--seed", "The seed of the first weights and of the order of the days.", 1);
var chart = command.Option("--chart", "The picture to write.", "forecast.png");
return command.Run(args, () =>
{
    var births = new Births();
    double naive = births.Error(day => births[day - 7]);
    var model = new Forecaster(seed());
    TrainingView.Run(Forecaster.Steps(births, epochs()), view => model.Train(births, epochs(), seed(), stepped: view.Report));
    double[] forecasts = model.Test(births);
    double error = births.Error(day => forecasts[day - births.FirstTest]);
    Console.WriteLine($"root mean square error on the last {Births.TestDays} days: persistence {births.Error(day => births[day - 1]):F1}  same weekday last week {naive:F1}  lstm {error:F1}");

    int first = births.Count - 56;
    DateTime[] dates = [.. Enumerable.Range(first, 56).Select(births.Date)];
    var plot = new Plot();
    plot.Add.Scatter(dates, Enumerable.Range(first, 56).Select(day => births[day]).ToArray()).LegendText = "births";
    plot.Add.Scatter(dates, forecasts[^56..]).LegendText = $"LSTM, error {error:F0}";
    var dotted = plot.Add.Scatter(dates, Enumerable.Range(first, 56).Select(day => births[day - 7]).ToArray());
    dotted.LegendText = $"same weekday last week, error {naive:F0}";
    dotted.LinePattern = LinePattern.Dotted;
    plot.Axes.DateTimeTicksBottom();
    plot.Title("Births in the United States, forecast one day ahead");
    plot.YLabel("births a day");
    plot.ShowLegend(Edge.Bottom);
    plot.Font.Set("DejaVu Sans");
    plot.SavePng(chart(), 1000, 560);
    Console.WriteLine($"{chart()} shows the last eight weeks.");
});
