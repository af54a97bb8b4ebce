namespace AutoGrad.Health;

/// <summary>Whether a sign shows, over steps: consistently, or at once by far. Each episode is told once.</summary>
internal struct Streak
{
    private int length;
    private bool isTold;

    /// <summary>
    /// Takes in one step's figure. True where an episode has just become a finding. An episode ends with a step below the threshold.
    /// </summary>
    internal bool Add(double figure, double threshold, int consistently, double atOnce)
    {
        // Not a number is above any threshold.
        if (figure <= threshold)
        {
            length = 0;
            isTold = false;
            return false;
        }

        length++;
        if (isTold || (length < consistently && figure <= threshold * atOnce))
            return false;
        isTold = true;
        return true;
    }

    /// <summary>Whether the last step was above the threshold.</summary>
    internal readonly bool IsOn => length > 0;
}
