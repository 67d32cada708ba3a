namespace CnnVis.Differentiation.Rules;

/// <summary>What an operator normalises, each row by its own mean and variance: y = scale (x - mean(x)) / sqrt(var(x) + e) + shift.</summary>
/// <param name="Shape">The input as rows.</param>
/// <param name="Axes">The axes that make up a row.</param>
/// <param name="Arriving">What arrives, times the scale, in the shape of the rows.</param>
/// <param name="Epsilon">What is added to the variance.</param>
/// <param name="IsCentred">Whether the mean is subtracted; where it is not, the mean of the squares stands for the variance.</param>
internal sealed record NormalizedRows(BatchedShape Shape, int[] Axes, GraphValue Arriving, float Epsilon, bool IsCentred)
{
    public static NormalizedRows Of(GradientScope g) => g.Operator switch
    {
        "InstanceNormalization" => Whole(g, g.Dy * NormalizationRules.PerChannel(g, g.X(1)), PoolingWindows.SpatialAxes(g.InputShape(0))),
        "LayerNormalization" => Whole(g, g.Dy * g.X(1), AxesFrom(g)),
        "RMSNormalization" or "SimplifiedLayerNormalization" => Whole(g, g.Dy * g.X(1), AxesFrom(g)) with { IsCentred = false },
        "GroupNormalization" => Groups(g),
        "MeanVarianceNormalization" => Whole(g, g.Dy, g.HasAttribute("axes") ? [.. g.Ints("axes").Select(g.InputShape(0).Axis)] : [0, 2, 3]) with
        {
            Epsilon = 1e-9f,
        },
        var other => throw new InvalidOperationException($"{other} does not normalise rows."),
    };

    public GraphValue X(GradientScope g) => g.Reshape(g.X(0), g.InputShape(0), Shape);

    public GraphValue AsX(GradientScope g, GraphValue rows) => g.Reshape(rows, Shape, g.InputShape(0));

    private static NormalizedRows Whole(GradientScope g, GraphValue arriving, int[] axes) =>
        new(g.InputShape(0), axes, arriving, g.Float("epsilon", 1e-5f), IsCentred: true);

    /// <summary>Each group of channels is one row; the scale belongs to groups in opset 18, to channels from 21 on.</summary>
    private static NormalizedRows Groups(GradientScope g)
    {
        BatchedShape x = g.InputShape(0);
        int groups = (int)g.Int("num_groups", 1);
        var rows = new BatchedShape([x[0], groups, (int)(x.ElementCount / x[0] / groups)], x.BatchAxis);
        GraphValue arriving = g.InputShape(1)[0] == x[1]
            ? g.Reshape(g.Dy * NormalizationRules.PerChannel(g, g.X(1)), rows)
            : g.Reshape(g.Dy, rows) * g.Op("Reshape", [g.X(1), g.List(1, groups, 1)]);
        return new NormalizedRows(rows, [2], arriving, g.Float("epsilon", 1e-5f), IsCentred: true);
    }

    private static int[] AxesFrom(GradientScope g)
    {
        int first = g.InputShape(0).Axis(g.Int("axis", -1));
        return [.. Enumerable.Range(first, g.InputShape(0).Rank - first)];
    }
}
