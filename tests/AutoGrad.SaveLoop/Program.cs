using AutoGrad;

// Saves one version of a model after the other to the same file, and says which is complete, until it is killed: the test of crashes does that.
var parameters = new ParameterSet(new ParameterDefinition("W", [1 << 18, 3]), new ParameterDefinition("B", [7]));
var optimizer = new Sgd(0.1f, momentum: 0.9f);
var checkpoint = new Checkpoint(parameters, optimizer);
float[] values = new float[parameters.Values.FlattenedLength];
for (int version = 1; ; version++)
{
    Array.Fill(values, version);
    System.Numerics.Tensors.Tensor.Create(values, [values.Length]).CopyTo(parameters.Values);
    checkpoint.Step = version;
    if (args[1] == "checkpoint")
        checkpoint.Save(args[0]);
    else
        parameters.Save(args[0]);
    Console.WriteLine(version);
}
