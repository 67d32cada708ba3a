using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Explanations;

/// <summary>An image scored by a function.</summary>
internal sealed class BlackBoxImage(ImageTensor input, Func<ImageTensor, IReadOnlyList<float[]>> scores, BlackBoxOptions options)
    : ExplainedImage(input, options.Picture, options.Geometry)
{
    public override string ScorerName => options.Name;

    public override Labels? Labels => options.Labels;

    public override int BatchSize => options.BatchSize;

    public override ScoreKind KindOf(ScoreKind wanted) => options.ScoreKind == ScoreKind.Probability ? ScoreKind.Probability : wanted;

    public override IReadOnlyList<string> Notes => [];

    public override ScorePass Evaluate(ReadOnlyMemory<float> images, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<float[]> rows = scores(new ImageTensor(images.Span[..(count * Input.Shape.ElementCount)].ToArray(), Input.Shape));
        if (rows.Count != count || rows.Any(row => row.Length == 0 || row.Length != rows[0].Length))
        {
            throw new InvalidOperationException($"The score function must return one array of scores for each of the {count} images, all of one length.");
        }

        if (options.Labels is { } labels && labels.Count != rows[0].Length)
        {
            throw new ArgumentException($"The score function returns {rows[0].Length} scores but {labels.Count} labels were given.");
        }

        TensorBatch batch = Batch(rows);
        return new ScorePass(batch, options.ScoreKind == ScoreKind.Probability ? batch : Batch([.. rows.Select(Probabilities)]));
    }

    public override CnnModel Model => throw new NoGradientException(
        ScorerName, "only its scores are known, so it cannot be differentiated and has no layers to look at.");

    public override ImageTensor ToTensor(RgbImage picture) => options.ToTensor is { } convert
        ? convert(picture)
        : throw new ArgumentException("A black box says nothing about preprocessing: give a tensor instead of a picture.");

    public override float[] ColorOf(RgbValues color)
    {
        RgbImage pixel = new(1, 1, [(byte)color.Red, (byte)color.Green, (byte)color.Blue]);
        ImageTensor tensor = ToTensor(pixel);
        return [.. Enumerable.Range(0, Input.Shape.Channels).Select(channel => tensor.Values[tensor.Shape.IndexOf(channel, 0, 0)])];
    }

    protected override bool KnowsColors => options.ToTensor is not null;

    private static TensorBatch Batch(IReadOnlyList<float[]> rows) => new([.. rows.SelectMany(row => row)], [rows[0].Length], rows.Count);

    private static float[] Probabilities(float[] logits)
    {
        float[] probabilities = [.. logits];
        StableSoftmax.Apply<float>(probabilities);
        return probabilities;
    }
}
