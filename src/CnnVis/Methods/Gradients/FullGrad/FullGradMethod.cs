using System.Globalization;
using System.Numerics.Tensors;
using CnnVis.Differentiation;
using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>
/// f(x) = x df/dx + sum over the biases b of b df/db, for networks of ReLUs. The map is the sum over the channels c of all terms of
/// enlarged(minmax(|term(c)|)).
/// </summary>
internal static class FullGradMethod
{
    // That of pytorch-grad-cam: an empty channel stays empty.
    private const float LeastDivisor = 1e-7f;

    public static IReadOnlyList<Heatmap> Attribute(ExplanationContext context)
    {
        ImageShape shape = context.Input.Shape;
        context.ExpectPasses(1);
        FullGradTerm[][] terms = Terms(context);
        AddNote(context, [.. terms.Select(ofTarget => ofTarget.Sum(term => term.Sum))]);
        return [.. terms.Select(ofTarget => new Heatmap(Map(ofTarget, shape), shape.Height, shape.Width, MapScaling.Stretched, shape))];
    }

    /// <summary>For each target, the image times its gradient and every bias times its own.</summary>
    public static FullGradTerm[][] Terms(ExplanationContext context)
    {
        ForwardGraph forward = GradientEngine.Of(context.Model).ForwardGraphFor(context.Input.Shape);
        IReadOnlyList<BiasTensor> biases = BiasTensors.Between(forward, context.Rules, context.Model.ScoreTensor(ScoreKind.Logit));
        var differentiation = new TargetDifferentiation(context.Model, context.Input.Shape, context.Rules)
        {
            To = [forward.Image.Name, .. biases.Select(bias => bias.Tensor)],
        };
        float[][][] gradients = context.Differentiate(differentiation, context.NewBatch(1), count: 1).Values;
        FeatureGrid?[] grids = [GridOf(context.Input.Shape), .. biases.Select(bias => GridOf(bias, forward, context.Model))];
        return
        [
            .. gradients.Select(ofTarget => ofTarget
                .Select((gradient, i) => FullGradTerm.Of(gradient, i == 0 ? context.Input.Values : biases[i - 1].Values, grids[i]))
                .ToArray()),
        ];
    }

    private static FeatureGrid GridOf(ImageShape shape) => shape.Layout == TensorLayout.Nchw
        ? FeatureGrid.ChannelsFirst(shape.Channels, shape.Height, shape.Width)
        : FeatureGrid.ChannelsLast(shape.Height, shape.Width, shape.Channels);

    private static FeatureGrid? GridOf(BiasTensor bias, ForwardGraph forward, CnnModel model)
    {
        BatchedShape shape = forward[bias.Tensor].Shape;
        bool isForEachImage = shape.Rank > 1
            && shape.BatchAxis == (forward.TakesBatches ? 0 : null)
            && shape[0] == (forward.Image.FixedBatch ?? 1);
        return isForEachImage ? new FeatureGrids(model).Of(bias.Tensor, [.. shape.Sizes.Skip(1)]) : null;
    }

    private static float[] Map(FullGradTerm[] terms, ImageShape shape)
    {
        float[] map = new float[shape.PixelCount];
        foreach (FullGradTerm term in terms)
        {
            if (term.Grid is { } grid)
            {
                // Enlarging is linear, so the channels can be added before it.
                float[] enlarged = Resampler.Resize(SumOfScaled(term.Planes, grid), grid.Width, grid.Height, shape.Width, shape.Height);
                TensorPrimitives.Add(map, enlarged, map);
            }
        }

        return map;
    }

    private static float[] SumOfScaled(float[] planes, FeatureGrid grid)
    {
        float[] sum = new float[grid.CellCount];
        float[] scaled = new float[grid.CellCount];
        for (int channel = 0; channel < grid.Channels; channel++)
        {
            TensorPrimitives.Abs(planes.AsSpan(channel * scaled.Length, scaled.Length), scaled);
            TensorPrimitives.Subtract(scaled, TensorPrimitives.Min<float>(scaled), scaled);
            TensorPrimitives.MultiplyAdd(scaled, 1 / (TensorPrimitives.Max<float>(scaled) + LeastDivisor), sum, sum);
        }

        return sum;
    }

    private static void AddNote(ExplanationContext context, double[] sums)
    {
        var completeness = Completeness.Worst(sums, context.Scores.Select(score => (double)score));
        string why = completeness.RelativeGap > Completeness.VisibleGap ? ", which activations other than ReLU account for" : "";
        context.AddNote(string.Create(
            CultureInfo.InvariantCulture,
            $"Image and biases add up to {completeness.Sum:G6} of the score {completeness.Difference:G6}: a gap of {completeness.Gap:G2} ({completeness.RelativeGap:P2}){why}."));
    }
}
