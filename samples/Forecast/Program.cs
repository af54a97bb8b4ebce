// An LSTM forecasts the births of the next day from the four weeks before it, beside the seasonal-naive forecast, the same weekday of
// the week before, which is hard to beat; forecast.png shows both over the last eight weeks.
using ScottPlot;

var births = new Births();
double naive = births.Error(day => births[day - 7]);
var model = new Forecaster(seed: 1);
model.Train(births, epochs: 15, seed: 1, (epoch, loss) => Console.WriteLine($"epoch {epoch,2}  loss {loss:F4}"));
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
plot.SavePng("forecast.png", 1000, 560);
Console.WriteLine("forecast.png shows the last eight weeks.");
