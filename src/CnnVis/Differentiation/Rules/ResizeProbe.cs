using CnnVis.Onnx;

namespace CnnVis.Differentiation.Rules;

/// <summary>Asks ONNX Runtime what Resize or Upsample does along one axis.</summary>
internal static class ResizeProbe
{
    private const string Image = "image";
    private const string Answer = "answer";

    public static bool IsResized(GradientScope g, int axis) =>
        g.InputShape(0)[axis] != g.OutputShape()[axis] || Scale(g, axis) is not (null or 1) || Crops(g, axis);

    /// <summary>The matrix [output places, input places].</summary>
    public static float[] Matrix(GradientScope g, int axis)
    {
        int size = g.InputShape(0)[axis];
        int resized = g.OutputShape()[axis];
        float[] identity = new float[size * size];
        for (int i = 0; i < size; i++)
        {
            identity[(i * size) + i] = 1;
        }

        float[] columns = Run(g, axis, identity, size);
        float[] constant = Run(g, axis, new float[size], 1);
        float[] matrix = new float[resized * size];
        for (int from = 0; from < size; from++)
        {
            for (int to = 0; to < resized; to++)
            {
                matrix[(to * size) + from] = columns[(from * resized) + to] - constant[to];
            }
        }

        return matrix;
    }

    /// <summary>Resizes images that have the size of one axis and 1 along all others; the first axis counts the images.</summary>
    private static float[] Run(GradientScope g, int axis, float[] images, int count)
    {
        int rank = g.InputShape(0).Rank;
        long[] shape = [.. Enumerable.Range(0, rank).Select(i => i == axis ? g.InputShape(0)[axis] : i == 0 ? (long)count : 1)];
        float[] scales = [.. Enumerable.Range(0, rank).Select(i => i == axis ? Scale(g, axis) ?? 1 : 1)];
        NodeProto node = WithoutArguments(g);
        TensorProto[] stored = [TensorData.Of(Image, images, shape)];
        if (g.HasAttribute("scales"))
        {
            node.Attribute.Add(new AttributeProto { Name = "scales", Floats = { scales }, Type = AttributeProto.Types.AttributeType.Floats });
        }
        else
        {
            stored = [.. stored, .. g.InputCount == 2 ? [TensorData.Of("scales", scales, [rank])] : Arguments(g, axis, shape, scales)];
        }

        node.Input.Add(stored.Select(tensor => tensor.Name));
        return g.Evaluate(node, stored, Answer);
    }

    /// <summary>The node with its modes alone: sizes and scales are given anew for all axes.</summary>
    private static NodeProto WithoutArguments(GradientScope g)
    {
        NodeProto node = g.CloneNode();
        node.Input.Clear();
        node.Output.Clear();
        node.Output.Add(Answer);
        foreach (AttributeProto attribute in node.Attribute.Where(attribute => attribute.Name is "scales" or "axes").ToArray())
        {
            node.Attribute.Remove(attribute);
        }

        return node;
    }

    /// <summary>Region, scales and sizes, in this order. Before opset 13 scales must be there; they are empty where sizes are given.</summary>
    private static TensorProto[] Arguments(GradientScope g, int axis, long[] shape, float[] scales)
    {
        int rank = shape.Length;
        TensorProto region = TensorData.Of("roi", Region(g, axis, rank), [2 * rank]);
        return g.HasInput(3)
            ?
            [
                region,
                TensorData.Of("scales", Array.Empty<float>(), [0]),
                TensorData.Of("sizes", [.. shape.Select((size, i) => i == axis ? g.OutputShape()[axis] : size)], [rank]),
            ]
            : [region, TensorData.Of("scales", scales, [rank])];
    }

    private static float? Scale(GradientScope g, int axis)
    {
        float[]? scales = g.HasAttribute("scales") ? [.. g.FloatList("scales")]
            : g.HasInput(3) ? null
            : g.Floats(g.InputCount == 2 ? 1 : 2);
        int position = Position(g, axis);
        return scales is { Length: > 0 } && position >= 0 ? scales[position] : null;
    }

    /// <summary>The part of the image that tf_crop_and_resize looks at: starts, then ends.</summary>
    private static float[] Region(GradientScope g, int axis, int rank)
    {
        float[] region = [.. Enumerable.Repeat(0f, rank), .. Enumerable.Repeat(1f, rank)];
        if (Crops(g, axis))
        {
            float[] given = g.Floats(1);
            int position = Position(g, axis);
            region[axis] = given[position];
            region[rank + axis] = given[(given.Length / 2) + position];
        }

        return region;
    }

    private static bool Crops(GradientScope g, int axis) =>
        g.Text("coordinate_transformation_mode", "half_pixel") == "tf_crop_and_resize"
        && g.InputCount > 2
        && g.HasInput(1)
        && Position(g, axis) >= 0
        && g.Floats(1) is { Length: > 0 } region
        && (region[Position(g, axis)] != 0 || region[(region.Length / 2) + Position(g, axis)] != 1);

    private static int Position(GradientScope g, int axis) => g.HasAttribute("axes")
        ? Array.IndexOf([.. g.Ints("axes").Select(g.InputShape(0).Axis)], axis)
        : axis;
}
