namespace AutoGrad;

/// <summary>The parameters of a model that have one learning rate and one weight decay, at one step.</summary>
/// <param name="set">All parameters of the model.</param>
/// <param name="members">For each of them, whether it is meant: those that are trained and belong to the same group.</param>
/// <param name="states">How many numbers of state an element has.</param>
/// <param name="rate">The learning rate.</param>
/// <param name="decay">The decoupled weight decay wd.</param>
internal readonly struct UpdatePart(ParameterSet set, bool[] members, int states, float rate, float decay)
{
    internal readonly ParameterSet Set = set;
    internal readonly bool[] Members = members;
    internal readonly int States = states;
    internal readonly float Rate = rate;
    internal readonly float Decay = decay;
}
