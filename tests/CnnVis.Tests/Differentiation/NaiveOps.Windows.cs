namespace CnnVis.Tests.Differentiation;

internal static partial class NaiveOps
{
    private sealed record Window(int[] Kernel, int[] Strides, int[] Dilations, int[] Begin, int[] End);

    private static double[]?[] Conv(NaiveNode node)
    {
        NaiveTensor x = node.X[0];
        NaiveTensor w = node.X[1];
        var dx = NaiveTensor.Zeros(x.Shape);
        var dw = NaiveTensor.Zeros(w.Shape);
        int group = node.Int("group", 1);
        int outPerGroup = w.Shape[0] / group;
        Window window = WindowOf(node, w.Shape[2..], x.Shape[2..], node.Dy.Shape[2..]);
        foreach (int[] y in node.Dy.Indices())
        {
            foreach (int[] k in NaiveTensor.IndicesOf(w.Shape[1..]))
            {
                int[] at = [y[0], (y[1] / outPerGroup * w.Shape[1]) + k[0], .. Position(window, y[2..], k[1..])];
                if (IsInside(at, x.Shape))
                {
                    dx[at] += node.Dy[y] * w[[y[1], .. k]];
                    dw[[y[1], .. k]] += node.Dy[y] * x[at];
                }
            }
        }

        return [dx.Values, dw.Values, null];
    }

    /// <summary>Each input place adds the kernel to the output.</summary>
    private static double[]?[] ConvTranspose(NaiveNode node)
    {
        NaiveTensor x = node.X[0];
        NaiveTensor w = node.X[1];
        var dx = NaiveTensor.Zeros(x.Shape);
        var dw = NaiveTensor.Zeros(w.Shape);
        int inPerGroup = w.Shape[0] / node.Int("group", 1);
        Window window = TransposedWindow(node, w.Shape[2..], x.Shape[2..], node.Dy.Shape[2..]);
        foreach (int[] from in x.Indices())
        {
            foreach (int[] k in NaiveTensor.IndicesOf(w.Shape[1..]))
            {
                int[] at = [from[0], (from[1] / inPerGroup * w.Shape[1]) + k[0], .. Position(window, from[2..], k[1..])];
                if (IsInside(at, node.Dy.Shape))
                {
                    dx[from] += node.Dy[at] * w[[from[1], .. k]];
                    dw[[from[1], .. k]] += node.Dy[at] * x[from];
                }
            }
        }

        return [dx.Values, dw.Values, null];
    }

    /// <summary>The first largest element of each window.</summary>
    private static double[]?[] MaxPool(NaiveNode node)
    {
        NaiveTensor x = node.X[0];
        var dx = NaiveTensor.Zeros(x.Shape);
        Window window = WindowOf(node, node.Ints("kernel_shape")!, x.Shape[2..], node.Dy.Shape[2..]);
        foreach (int[] y in node.Dy.Indices())
        {
            int[]? largest = null;
            foreach (int[] k in NaiveTensor.IndicesOf(window.Kernel))
            {
                int[] at = [y[0], y[1], .. Position(window, y[2..], k)];
                if (IsInside(at, x.Shape) && (largest is null || x[at] > x[largest]))
                {
                    largest = at;
                }
            }

            dx[largest!] += node.Dy[y];
        }

        return [dx.Values];
    }

    private static double[]?[] AveragePool(NaiveNode node)
    {
        NaiveTensor x = node.X[0];
        var dx = NaiveTensor.Zeros(x.Shape);
        Window window = WindowOf(node, node.Ints("kernel_shape")!, x.Shape[2..], node.Dy.Shape[2..]);
        bool countsPads = node.Int("count_include_pad", 0) == 1;
        foreach (int[] y in node.Dy.Indices())
        {
            int[][] places = [.. NaiveTensor.IndicesOf(window.Kernel).Select(k => Position(window, y[2..], k))];
            int[][] inside = [.. places.Where(place => IsInside(place, x.Shape[2..]))];
            int count = countsPads ? places.Count(place => IsInPads(place, window, x.Shape[2..])) : inside.Length;
            foreach (int[] place in inside)
            {
                dx[[y[0], y[1], .. place]] += node.Dy[y] / count;
            }
        }

        return [dx.Values];
    }

    private static int[] Position(Window window, int[] y, int[] k) =>
        [.. y.Select((place, axis) => (place * window.Strides[axis]) - window.Begin[axis] + (k[axis] * window.Dilations[axis]))];

    private static bool IsInside(int[] index, int[] shape) => index.Zip(shape).All(pair => pair.First >= 0 && pair.First < pair.Second);

    private static bool IsInPads(int[] place, Window window, int[] sizes) =>
        Enumerable.Range(0, place.Length).All(axis => place[axis] >= -window.Begin[axis] && place[axis] < sizes[axis] + window.End[axis]);

    private static Window WindowOf(NaiveNode node, int[] kernel, int[] before, int[] after)
    {
        int axes = kernel.Length;
        int[] strides = node.Ints("strides") ?? [.. Enumerable.Repeat(1, axes)];
        int[] dilations = node.Ints("dilations") ?? [.. Enumerable.Repeat(1, axes)];
        int[] pads = node.Ints("pads") ?? new int[2 * axes];
        if (node.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER")
        {
            for (int axis = 0; axis < axes; axis++)
            {
                int total = Math.Max(((after[axis] - 1) * strides[axis]) + ((kernel[axis] - 1) * dilations[axis]) + 1 - before[axis], 0);
                bool upper = node.Text("auto_pad", "") == "SAME_UPPER";
                pads[axis] = upper ? total / 2 : (total + 1) / 2;
                pads[axis + axes] = total - pads[axis];
            }
        }

        return new Window(kernel, strides, dilations, pads[..axes], pads[axes..]);
    }

    /// <summary>total_padding = stride (input - 1) + output_padding + (kernel - 1) dilation + 1 - output</summary>
    private static Window TransposedWindow(NaiveNode node, int[] kernel, int[] before, int[] after)
    {
        int axes = kernel.Length;
        int[] strides = node.Ints("strides") ?? [.. Enumerable.Repeat(1, axes)];
        int[] dilations = node.Ints("dilations") ?? [.. Enumerable.Repeat(1, axes)];
        int[] pads = node.Ints("pads") ?? new int[2 * axes];
        if (node.Ints("output_shape") is not null || node.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER")
        {
            int[] extra = node.Ints("output_padding") ?? new int[axes];
            for (int axis = 0; axis < axes; axis++)
            {
                int total = (strides[axis] * (before[axis] - 1)) + extra[axis] + ((kernel[axis] - 1) * dilations[axis]) + 1 - after[axis];
                total = Math.Max(total, 0);
                bool upper = node.Text("auto_pad", "") == "SAME_UPPER";
                pads[axis] = upper ? total / 2 : total - (total / 2);
                pads[axis + axes] = total - pads[axis];
            }
        }

        return new Window(kernel, strides, dilations, pads[..axes], pads[axes..]);
    }
}
