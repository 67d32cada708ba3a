namespace CnnVis.Methods;

/// <summary>What is needed of weighted coalitions z and their scores y to fit linear models of the scores: sums of w, wz, wzz', wy, wyz and wyy.</summary>
internal sealed class CoalitionSums
{
    public CoalitionSums(int segments, int targets)
    {
        Shown = new double[segments];
        ShownTogether = new double[segments, segments];
        Scores = new double[targets];
        SquaredScores = new double[targets];
        ScoresWhereShown = [.. Enumerable.Range(0, targets).Select(_ => new double[segments])];
    }

    public double Weight { get; private set; }

    public double[] Shown { get; }

    public double[,] ShownTogether { get; }

    public double[] Scores { get; }

    public double[] SquaredScores { get; }

    /// <summary>For each target a number for each segment.</summary>
    public double[][] ScoresWhereShown { get; }

    public void Add(bool[] coalition, double weight, double[] scores)
    {
        int[] shown = [.. Enumerable.Range(0, coalition.Length).Where(segment => coalition[segment])];
        Weight += weight;
        foreach (int segment in shown)
        {
            Shown[segment] += weight;
            foreach (int other in shown)
            {
                ShownTogether[segment, other] += weight;
            }
        }

        for (int target = 0; target < scores.Length; target++)
        {
            Scores[target] += weight * scores[target];
            SquaredScores[target] += weight * scores[target] * scores[target];
            foreach (int segment in shown)
            {
                ScoresWhereShown[target][segment] += weight * scores[target];
            }
        }
    }
}
