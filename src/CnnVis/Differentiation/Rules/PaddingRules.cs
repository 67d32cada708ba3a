namespace CnnVis.Differentiation.Rules;

/// <summary>Gradients of Slice and Pad, and the cutting and filling that other rules need.</summary>
internal static class PaddingRules
{
    public static GraphValue PadEnd(GradientScope g, GraphValue value, int[] amounts, int firstAxis) =>
        Pad(g, value, firstAxis, new int[amounts.Length], amounts);

    /// <summary>Zeros around the axes from the first on.</summary>
    public static GraphValue Pad(GradientScope g, GraphValue value, int firstAxis, int[] begin, int[] end)
    {
        if (begin.All(amount => amount == 0) && end.All(amount => amount == 0))
        {
            return value;
        }

        int[] axes = [.. Enumerable.Range(firstAxis, begin.Length)];
        return Pad(g, value, axes, begin, end);
    }

    public static GraphValue Pad(GradientScope g, GraphValue value, int[] axes, int[] begin, int[] end) => g.Op(
        "Pad",
        [value, g.List([.. begin.Concat(end).Select(amount => (long)amount)]), g.Constant(0), g.List([.. axes.Select(axis => (long)axis)])]);

    /// <summary>The places from begin on, as many as asked for.</summary>
    public static GraphValue Take(GradientScope g, GraphValue value, int[] axes, int[] begin, int[] counts) => g.Op(
        "Slice",
        [
            value,
            g.List([.. begin.Select(start => (long)start)]),
            g.List([.. begin.Zip(counts, (start, count) => (long)start + count)]),
            g.List([.. axes.Select(axis => (long)axis)]),
        ]);

    /// <summary>Cuts places off at the beginning and the end of the spatial axes.</summary>
    public static GraphValue CutOff(GradientScope g, GraphValue value, int[] begin, int[] end, BatchedShape shape) =>
        begin.All(amount => amount == 0) && end.All(amount => amount == 0)
            ? value
            : Take(
                g,
                value,
                [.. Enumerable.Range(2, begin.Length)],
                begin,
                [.. begin.Select((amount, axis) => shape[axis + 2] - amount - end[axis])]);

    /// <summary>Keeps the first places, as many as the shape has; the value may have more.</summary>
    public static GraphValue CropTo(GradientScope g, GraphValue value, BatchedShape shape, int[] axes) =>
        Take(g, value, axes, new int[axes.Length], [.. axes.Select(axis => shape[axis])]);

    /// <summary>dy goes back to the places that were taken; zeros between and around them.</summary>
    public static GraphValue Slice(GradientScope g)
    {
        BatchedShape x = g.InputShape(0);
        long[] starts = g.IntsOf("starts", 1)!;
        int[] axes = [.. (g.IntsOf("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)]).Select(x.Axis)];
        long[] steps = g.HasInput(4) ? g.Integers(4) : [.. axes.Select(_ => 1L)];
        var gradient = new ShapedValue(g, g.Dy, g.OutputShape());
        for (int i = 0; i < axes.Length; i++)
        {
            gradient = Unslice(gradient, axes[i], starts[i], (int)steps[i], x);
        }

        return gradient.Value;
    }

    private static ShapedValue Unslice(ShapedValue value, int axis, long start, int step, BatchedShape x)
    {
        int size = x[axis];
        int count = value.Shape[axis];
        if (axis == x.BatchAxis)
        {
            return count == size && step == 1 ? value : throw value.Scope.Unsupported("it cuts along the axis of the images");
        }

        int first = (int)Math.Clamp(start < 0 ? start + size : start, 0, step > 0 ? size : size - 1);
        if (step < 0)
        {
            value = value.Reversed(axis);
            first += (count - 1) * step;
        }

        ShapedValue spaced = value.Spaced(axis, Math.Abs(step));
        return spaced.Padded(axis, first, size - first - spaced.Shape[axis]);
    }

    /// <summary>Constant padding is cut off; what mirrored or repeated padding copied adds up where it came from.</summary>
    public static GraphValue Pad(GradientScope g)
    {
        BatchedShape x = g.InputShape(0);
        long[] pads = g.IntsOf("pads", 1) ?? [.. g.Ints("paddings")];
        int[] axes = g.HasInput(3) ? [.. g.Integers(3).Select(x.Axis)] : [.. Enumerable.Range(0, x.Rank)];
        string mode = g.Text("mode", "constant");
        var gradient = new ShapedValue(g, g.Dy, g.OutputShape());
        for (int i = 0; i < axes.Length; i++)
        {
            gradient = Unpad(gradient, mode, axes[i], (int)pads[i], (int)pads[i + axes.Length], x[axes[i]]);
        }

        return gradient.Value;
    }

    private static ShapedValue Unpad(ShapedValue value, string mode, int axis, int begin, int end, int size)
    {
        if (begin == 0 && end == 0)
        {
            return value;
        }

        if (axis == value.Shape.BatchAxis)
        {
            throw value.Scope.Unsupported("it pads along the axis of the images");
        }

        if (mode == "constant")
        {
            // Negative pads cut, so their transpose fills with zeros.
            return value.Taken(axis, Math.Max(begin, 0), size + Math.Min(begin, 0) + Math.Min(end, 0)).Padded(axis, Math.Max(-begin, 0), Math.Max(-end, 0));
        }

        return value.Multiplied(axis, PaddingMatrix(mode, begin, end, size), size);
    }

    /// <summary>Row o has a 1 where padded place o was copied from.</summary>
    private static float[] PaddingMatrix(string mode, int begin, int end, int size)
    {
        int padded = begin + size + end;
        float[] matrix = new float[padded * size];
        for (int place = 0; place < padded; place++)
        {
            matrix[(place * size) + Source(mode, place - begin, size)] = 1;
        }

        return matrix;
    }

    private static int Source(string mode, int place, int size) => mode switch
    {
        "edge" => Math.Clamp(place, 0, size - 1),
        "wrap" => ((place % size) + size) % size,
        "reflect" when size > 1 => Reflected(place, size),
        "reflect" => 0,
        _ => throw new UndifferentiableNodeException($"its mode is '{mode}'"),
    };

    private static int Reflected(int place, int size)
    {
        int period = 2 * (size - 1);
        int inside = ((place % period) + period) % period;
        return inside < size ? inside : period - inside;
    }

    /// <summary>What was cropped is filled with zeros, what was padded is cut off; the centre stays in place.</summary>
    public static GraphValue CenterCropPad(GradientScope g)
    {
        BatchedShape x = g.InputShape(0);
        var gradient = new ShapedValue(g, g.Dy, g.OutputShape());
        for (int axis = 0; axis < x.Rank; axis++)
        {
            int extra = g.OutputShape()[axis] - x[axis];
            gradient = extra > 0 ? gradient.Taken(axis, extra / 2, x[axis]) : gradient.Padded(axis, -extra / 2, -extra - (-extra / 2));
        }

        return gradient.Value;
    }
}
