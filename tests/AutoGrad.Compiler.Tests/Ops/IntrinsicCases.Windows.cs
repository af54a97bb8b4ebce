namespace AutoGrad.Compiler.Tests.Ops;

/// <content>Convolutions and pools.</content>
internal static partial class IntrinsicCases
{
    private static IEnumerable<IntrinsicCase> Windows =>
    [
        new("Nn.Conv2d", [X(2, 3, 5, 6), X(4, 3, 3, 3), I(1), I(1), I(1), I(1)], e => Nn.Conv2d(e[0], e[1], 1, 1)),
        new("Nn.Conv2d", [X(1, 4, 7, 6), X(6, 2, 2, 3), X(6), I(2), I(2), I(2), I(2)], e => Nn.Conv2d(e[0], e[1], e[2], 2, 2, 2, 2)),
        new("Nn.Conv2d", [X(s_batch, 3, 5, 4), X(3, 1, 2, 2), C(3), I(s_time), I(0), I(1), I(3)], e => Nn.Conv2d(e[0], e[1], e[2], 2, 0, 1, 3)),
        new("Nn.Conv1d", [X(s_batch, 3, 7), X(4, 3, 3), I(1), I(1), I(1), I(1)], e => Nn.Conv1d(e[0], e[1], 1, 1)),
        new("Nn.Conv1d", [X(2, 4, 9), X(6, 2, 2), X(6), I(2), I(1), I(3), I(2)], e => Nn.Conv1d(e[0], e[1], e[2], 2, 1, 3, 2)),
        new("Nn.ConvTranspose2d", [X(2, 3, 3, 4), X(3, 2, 3, 3), I(1), I(0), I(1), I(1), I(0)], e => Nn.ConvTranspose2d(e[0], e[1])),
        new("Nn.ConvTranspose2d", [X(1, 4, 3, 2), X(4, 3, 2, 3), X(6), I(2), I(1), I(2), I(2), I(1)], e => Nn.ConvTranspose2d(e[0], e[1], e[2], 2, 1, 2, 2, 1)),
        new("Nn.ConvTranspose2d", [X(s_batch, 2, s_batch, 2), X(2, 1, 4, 4), C(2), I(s_time), I(1), I(1), I(2), I(0)], e => Nn.ConvTranspose2d(e[0], e[1], e[2], 2, 1, 1, 2)),
        new("Nn.MaxPool2d", [X(2, 3, 4, 5), I(2), I(2), I(0)], e => Nn.MaxPool2d(e[0], 2, 2)),
        new("Nn.MaxPool2d", [X(s_batch, 1, 5, 4), I(3), I(s_time), I(1)], e => Nn.MaxPool2d(e[0], 3, 2, 1)),
        new("Nn.AvgPool2d", [X(2, 3, 4, 5), I(2), I(2), I(0)], e => Nn.AvgPool2d(e[0], 2, 2)),
        new("Nn.AvgPool2d", [X(s_batch, 1, 5, 4), I(3), I(s_time), I(1)], e => Nn.AvgPool2d(e[0], 3, 2, 1)),
        new("Nn.MaxPool1d", [X(2, 3, 7), I(3), I(2), I(1)], e => Nn.MaxPool1d(e[0], 3, 2, 1)),
        new("Nn.AvgPool1d", [X(2, 3, 7), I(3), I(2), I(1)], e => Nn.AvgPool1d(e[0], 3, 2, 1)),
    ];
}
