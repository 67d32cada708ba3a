namespace CnnVis.Methods;

/// <summary>
/// Scores of the image with a coalition of its segments shown and the others replaced by the baseline: the game whose players are segments.
/// A coalition says of each segment whether it is shown.
/// </summary>
internal sealed class CoalitionScores
{
    private readonly ExplanationContext _context;
    private readonly float[] _baseline;
    private readonly ImageBatch _batch;
    private readonly bool[][] _shown;

    public CoalitionScores(ExplanationContext context, PixelSegments segments, float[] baseline)
    {
        _context = context;
        Segments = segments;
        _baseline = baseline;
        _batch = context.NewBatch();
        _shown = [.. Enumerable.Range(0, _batch.Capacity).Select(_ => Everything())];
        Whole = [.. context.Scores.Select(score => (double)score)];
    }

    public PixelSegments Segments { get; }

    /// <summary>The targets' scores with every segment shown: those of the unchanged image.</summary>
    public IReadOnlyList<double> Whole { get; }

    public bool[] Everything() => [.. Enumerable.Repeat(true, Segments.Count)];

    public bool[] Nothing() => new bool[Segments.Count];

    /// <summary>The game of an image whose hidden segments become a baseline.</summary>
    public static CoalitionScores Between(ExplanationContext context, Segmentation segmentation, Baseline baseline) =>
        new(context, segmentation.Divide(context), baseline.ToTensor(context));

    /// <summary>The targets' scores for one coalition.</summary>
    public double[] Of(bool[] coalition) => Of([coalition]).Single();

    /// <summary>The targets' scores for each coalition, in order. Coalitions are drawn as batches need them.</summary>
    public IEnumerable<double[]> Of(IEnumerable<bool[]> coalitions)
    {
        foreach (bool[][] chunk in coalitions.Chunk(_batch.Capacity))
        {
            for (int i = 0; i < chunk.Length; i++)
            {
                Show(i, chunk[i]);
            }

            foreach (float[] scores in _context.Score(_batch, chunk.Length))
            {
                yield return Array.ConvertAll(scores, score => (double)score);
            }
        }
    }

    /// <summary>Changes those segments of a batch's image that another coalition left there.</summary>
    private void Show(int image, bool[] coalition)
    {
        bool[] present = _shown[image];
        for (int segment = 0; segment < coalition.Length; segment++)
        {
            if (present[segment] != coalition[segment])
            {
                Segments.Copy(segment, coalition[segment] ? _context.Input.Values : _baseline, _batch[image]);
                present[segment] = coalition[segment];
            }
        }
    }
}
