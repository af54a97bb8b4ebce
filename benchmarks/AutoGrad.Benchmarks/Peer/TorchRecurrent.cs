using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AutoGrad.Benchmarks;

/// <summary>TorchSharp's fused module of a cell, and a linear layer.</summary>
internal sealed class TorchRecurrent : IContender
{
    private readonly nn.Module cell;
    private readonly Linear head;
    private readonly Func<Tensor, Tensor> forward;
    private readonly TorchSharp.Modules.Parameter[] parameters;
    private readonly SGD optimizer;
    private readonly Tensor x;
    private readonly Tensor y;

    public TorchRecurrent(RecurrentProblem problem)
    {
        (cell, forward) = Create(problem);
        head = nn.Linear(problem.Units, 1);
        x = tensor(problem.X(), [problem.Time, problem.Batch, problem.Inputs]);
        y = tensor(problem.Y(), [problem.Batch, 1]);
        int columns = problem.Gates * problem.Units;
        using (DisposeScope scope = NewDisposeScope())
        using (no_grad())
        {
            foreach ((string name, TorchSharp.Modules.Parameter parameter) in cell.named_parameters())
            {
                if (name == "weight_ih_l0")
                    parameter.copy_(tensor(problem.InputKernel(), [problem.Inputs, columns]).t());
                else if (name == "weight_hh_l0")
                    parameter.copy_(tensor(problem.RecurrentKernel(), [problem.Units, columns]).t());
                else
                    parameter.zero_();
                // Two biases that are only ever added learn twice as fast as one: one of them stays.
                if (name == "bias_hh_l0" && problem.Cell != Cell.Gru)
                    parameter.requires_grad_(false);
            }

            head.weight!.copy_(tensor(problem.Head(), [1, problem.Units]));
            head.bias!.zero_();
        }

        parameters = [.. cell.parameters().Concat(head.parameters()).Where(p => p.requires_grad)];
        optimizer = optim.SGD(parameters, RecurrentProblem.LearningRate, RecurrentProblem.Momentum);
    }

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        cell.zero_grad();
        head.zero_grad();
        Loss().backward();
        nn.utils.clip_grad_norm_(parameters, RecurrentProblem.Clip);
        optimizer.step();
    }

    public double[] Outcome()
    {
        using DisposeScope scope = NewDisposeScope();
        return [Loss().item<float>()];
    }

    public void Dispose()
    {
        optimizer.Dispose();
        head.Dispose();
        cell.Dispose();
        x.Dispose();
        y.Dispose();
    }

    private Tensor Loss() => F.mse_loss(head.forward(forward(x)), y);

    private static (nn.Module Cell, Func<Tensor, Tensor> Forward) Create(RecurrentProblem problem)
    {
        switch (problem.Cell)
        {
            case Cell.Rnn:
                RNN rnn = nn.RNN(problem.Inputs, problem.Units);
                return (rnn, x => rnn.forward(x, null).Item1[-1]);
            case Cell.Gru:
                GRU gru = nn.GRU(problem.Inputs, problem.Units);
                return (gru, x => gru.forward(x, null).Item1[-1]);
            default:
                LSTM lstm = nn.LSTM(problem.Inputs, problem.Units);
                return (lstm, x => lstm.forward(x).Item1[-1]);
        }
    }
}
