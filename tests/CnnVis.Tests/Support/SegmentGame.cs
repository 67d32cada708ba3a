namespace CnnVis.Tests.Support;

/// <summary>
/// Any function of which pixels are shown, as an image of ones before a baseline of zeros: bit i of an index into the table says whether
/// pixel i is shown. Each table is the score of one class.
/// </summary>
internal sealed class SegmentGame(int height, int width, params float[][] tables)
{
    private readonly ImageShape _shape = new(1, height, width, TensorLayout.Nchw);

    public int Players => height * width;

    /// <summary>Every pixel is a segment.</summary>
    public Segmentation Pixels => Segmentation.Of([.. Enumerable.Range(0, Players)]);

    /// <summary>Every coalition that was scored, as bits.</summary>
    public List<int> Scored { get; } = [];

    public static SegmentGame Random(int height, int width, int seed) => new(height, width, Numbers.Seeded(1 << (height * width), seed));

    public Explainer Explain(int batchSize = 16) => Explainer
        .ForScores(
            new ImageTensor(Enumerable.Repeat(1f, Players).ToArray().AsSpan(), _shape),
            images => [.. Enumerable.Range(0, images.Count).Select(i => Scores(images.Slice(i)))],
            new BlackBoxOptions { BatchSize = batchSize, ScoreKind = ScoreKind.Logit })
        .For([.. Enumerable.Range(0, tables.Length).Select(table => (Target)table)]);

    public double Total(int table = 0) => (double)tables[table][^1] - tables[table][0];

    /// <summary>Shapley values by their definition, over all coalitions.</summary>
    public double[] Shapley(int table = 0)
    {
        double[] factorial = new double[Players + 1];
        factorial[0] = 1;
        for (int i = 1; i <= Players; i++)
        {
            factorial[i] = factorial[i - 1] * i;
        }

        double[] values = new double[Players];
        for (int coalition = 0; coalition < tables[table].Length; coalition++)
        {
            int size = int.PopCount(coalition);
            for (int player = 0; player < Players; player++)
            {
                if ((coalition & (1 << player)) == 0)
                {
                    double gain = (double)tables[table][coalition | (1 << player)] - tables[table][coalition];
                    values[player] += factorial[size] * factorial[Players - size - 1] / factorial[Players] * gain;
                }
            }
        }

        return values;
    }

    /// <summary>The mean of what each player adds in the given orders.</summary>
    public double[] MeanGains(IReadOnlyList<int[]> orders, int table = 0)
    {
        double[] values = new double[Players];
        foreach (int[] order in orders)
        {
            int coalition = 0;
            foreach (int player in order)
            {
                int grown = coalition | (1 << player);
                values[player] += ((double)tables[table][grown] - tables[table][coalition]) / orders.Count;
                coalition = grown;
            }
        }

        return values;
    }

    private float[] Scores(ImageTensor image)
    {
        int coalition = 0;
        for (int i = 0; i < Players; i++)
        {
            Assert.True(image.Values[i] is 0 or 1);
            coalition |= image.Values[i] == 1 ? 1 << i : 0;
        }

        Scored.Add(coalition);
        return [.. tables.Select(table => table[coalition])];
    }
}
