
namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of operators that resample.</summary>
internal static class ResamplingRules
{
    /// <summary>
    /// Resizing is linear and works along each axis by itself. What ONNX Runtime answers for the images that are 1 at one place gives the
    /// matrix of an axis exactly, with every mode and rounding; its transpose is the gradient.
    /// </summary>
    public static GraphValue Resize(GradientScope g)
    {
        if (g.Text("keep_aspect_ratio_policy", "stretch") != "stretch")
        {
            throw g.Unsupported("it keeps the aspect ratio");
        }

        BatchedShape x = g.InputShape(0);
        var gradient = new ShapedValue(g, g.Dy, g.OutputShape());
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (ResizeProbe.IsResized(g, axis))
            {
                gradient = Unresize(gradient, axis, x);
            }
        }

        return gradient.Value;
    }

    private static ShapedValue Unresize(ShapedValue value, int axis, BatchedShape x)
    {
        if (axis == x.BatchAxis)
        {
            throw value.Scope.Unsupported("it resizes along the axis of the images");
        }

        float[] matrix = ResizeProbe.Matrix(value.Scope, axis);
        int factor = value.Shape[axis] / x[axis];
        return Repeats(matrix, x[axis], factor) ? value.SummedInRuns(axis, factor) : value.Multiplied(axis, matrix, x[axis]);
    }

    /// <summary>Whether each place is repeated so many times and nothing else.</summary>
    private static bool Repeats(float[] matrix, int size, int factor)
    {
        if (matrix.Length != size * size * factor)
        {
            return false;
        }

        for (int i = 0; i < matrix.Length; i++)
        {
            if (matrix[i] != (i / size / factor == i % size ? 1 : 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adding blocks up is undone by reading them: a convolution whose kernels are 1 at one place.</summary>
    public static GraphValue Col2Im(GradientScope g)
    {
        int channels = g.OutputShape()[1];
        int[] block = [.. g.Integers(2).Select(size => (int)size)];
        int places = block.Aggregate(1, (product, size) => product * size);
        float[] kernels = new float[channels * places * places];
        for (int i = 0; i < channels * places; i++)
        {
            kernels[(i * places) + (i % places)] = 1;
        }

        BatchedShape y = g.OutputShape();
        ConvolutionGeometry geometry = ConvolutionGeometry.Of(g, block, [.. y.Sizes.Skip(2)], [.. block.Select(_ => 1)]);
        GraphValue columns = g.Op(
            "Conv",
            [g.Dy, g.Constant(kernels, [channels * places, 1, .. geometry.KernelAttribute])],
            ("strides", geometry.StridesAttribute),
            ("dilations", geometry.DilationsAttribute),
            ("pads", geometry.PadsAttribute),
            ("group", (long)channels));
        return g.ReshapeToX(columns);
    }
}
