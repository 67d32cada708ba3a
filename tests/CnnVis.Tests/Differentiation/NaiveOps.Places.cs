namespace CnnVis.Tests.Differentiation;

/// <content>Operators that copy elements: where an output was read from x, dx gets its dy.</content>
internal static partial class NaiveOps
{
    /// <summary>Adds dy where each output was read; null for what was filled in.</summary>
    private static double[]?[] Copies(NaiveNode node, Func<int[], int[]?> sourceOf)
    {
        var dx = NaiveTensor.Zeros(node.X[0].Shape);
        foreach (int[] y in node.Dy.Indices())
        {
            if (sourceOf(y) is { } source)
            {
                dx[source] += node.Dy[y];
            }
        }

        return [dx.Values, .. node.X.Skip(1).Select(_ => (double[]?)null)];
    }

    private static double[]?[] Slice(NaiveNode node)
    {
        int[] shape = node.X[0].Shape;
        long[] starts = node.Longs("starts", 1)!;
        int[] axes = AxesOf(node, 3) ?? [.. Enumerable.Range(0, starts.Length)];
        long[] steps = node.HasInput(4) ? node.Longs("steps", 4)! : [.. starts.Select(_ => 1L)];
        return Copies(node, y =>
        {
            int[] source = [.. y];
            for (int i = 0; i < axes.Length; i++)
            {
                long size = shape[axes[i]];
                long start = starts[i] < 0 ? starts[i] + size : starts[i];
                start = steps[i] > 0 ? Math.Clamp(start, 0, size) : Math.Clamp(start, 0, size - 1);
                source[axes[i]] = (int)(start + (y[axes[i]] * steps[i]));
            }

            return source;
        });
    }

    private static double[]?[] Pad(NaiveNode node)
    {
        int[] shape = node.X[0].Shape;
        long[] pads = node.Longs("pads", 1)!;
        int[] axes = AxesOf(node, 3) ?? [.. Enumerable.Range(0, shape.Length)];
        string mode = node.Text("mode", "constant");
        return Copies(node, y =>
        {
            int[] source = [.. y];
            for (int i = 0; i < axes.Length; i++)
            {
                int place = y[axes[i]] - (int)pads[i];
                int size = shape[axes[i]];
                if ((place < 0 || place >= size) && mode == "constant")
                {
                    return null;
                }

                source[axes[i]] = mode switch
                {
                    "reflect" => Mirrored(place, size),
                    "wrap" => ((place % size) + size) % size,
                    _ => Math.Clamp(place, 0, size - 1),
                };
            }

            return source;
        });
    }

    private static int Mirrored(int place, int size)
    {
        while (place < 0 || place >= size)
        {
            place = place < 0 ? -place : (2 * (size - 1)) - place;
        }

        return place;
    }

    private static double[]?[] Transpose(NaiveNode node)
    {
        int[] permutation = node.Ints("perm") ?? [.. Enumerable.Range(0, node.X[0].Rank).Reverse()];
        return Copies(node, y =>
        {
            int[] source = new int[y.Length];
            for (int i = 0; i < y.Length; i++)
            {
                source[permutation[i]] = y[i];
            }

            return source;
        });
    }

    private static double[]?[] Tile(NaiveNode node) => Copies(node, y => [.. y.Select((place, axis) => place % node.X[0].Shape[axis])]);

    private static double[]?[] Expand(NaiveNode node)
    {
        int[] shape = node.X[0].Shape;
        return Copies(node, y => [.. shape.Select((size, axis) => size == 1 ? 0 : y[y.Length - shape.Length + axis])]);
    }

    private static double[]?[] DepthToSpace(NaiveNode node)
    {
        int block = node.Int("blocksize", 1);
        int channels = node.Dy.Shape[1];
        bool isDcr = node.Text("mode", "DCR") == "DCR";
        return Copies(node, y =>
        {
            int inBlock = (y[2] % block * block) + (y[3] % block);
            return [y[0], isDcr ? (inBlock * channels) + y[1] : (y[1] * block * block) + inBlock, y[2] / block, y[3] / block];
        });
    }

    private static double[]?[] SpaceToDepth(NaiveNode node)
    {
        int block = node.Int("blocksize", 1);
        int channels = node.X[0].Shape[1];
        return Copies(node, y => [y[0], y[1] % channels, (y[2] * block) + (y[1] / channels / block), (y[3] * block) + (y[1] / channels % block)]);
    }

    private static double[]?[] ReverseSequence(NaiveNode node)
    {
        int batch = node.Int("batch_axis", 1);
        int time = node.Int("time_axis", 0);
        return Copies(node, y =>
        {
            int length = (int)node.X[1].Values[y[batch]];
            int[] source = [.. y];
            source[time] = y[time] < length ? length - 1 - y[time] : y[time];
            return source;
        });
    }

    private static double[]?[] Trilu(NaiveNode node)
    {
        int diagonal = node.HasInput(1) ? (int)node.X[1].Values[0] : 0;
        bool upper = node.Int("upper", 1) == 1;
        return Copies(node, y => (upper ? y[^1] >= y[^2] + diagonal : y[^1] <= y[^2] + diagonal) ? y : null);
    }

    private static double[]?[] CenterCropPad(NaiveNode node)
    {
        int[] shape = node.X[0].Shape;
        return Copies(node, y =>
        {
            int[] source = new int[y.Length];
            for (int axis = 0; axis < y.Length; axis++)
            {
                int wanted = node.Dy.Shape[axis];
                source[axis] = wanted > shape[axis] ? y[axis] - ((wanted - shape[axis]) / 2) : y[axis] + ((shape[axis] - wanted) / 2);
            }

            return IsInside(source, shape) ? source : null;
        });
    }

    private static double[]?[] Gather(NaiveNode node)
    {
        int axis = Axis(node, 0);
        NaiveTensor indices = node.X[1];
        return Copies(node, y =>
        {
            int index = (int)indices[y.AsSpan(axis, indices.Rank)];
            return [.. y[..axis], index < 0 ? index + node.X[0].Shape[axis] : index, .. y[(axis + indices.Rank)..]];
        });
    }

    private static double[]?[] GatherElements(NaiveNode node)
    {
        int axis = Axis(node, 0);
        return Copies(node, y => At(y, axis, (int)node.X[1][y], node.X[0].Shape[axis]));
    }

    private static double[]?[] GatherNd(NaiveNode node)
    {
        int leading = node.Int("batch_dims", 0);
        NaiveTensor indices = node.X[1];
        int depth = indices.Shape[^1];
        return Copies(node, y =>
        {
            int[] tuple = [.. Enumerable.Range(0, depth).Select(i => (int)indices[[.. y[..(indices.Rank - 1)], i]])];
            IEnumerable<int> place = tuple.Select((index, i) => index < 0 ? index + node.X[0].Shape[leading + i] : index);
            return [.. y[..leading], .. place, .. y[(indices.Rank - 1)..]];
        });
    }

    private static double[]?[] ScatterElements(NaiveNode node)
    {
        int axis = Axis(node, 0);
        return Scattered(node, update => At(update, axis, (int)node.X[1][update], node.X[0].Shape[axis]));
    }

    private static double[]?[] ScatterNd(NaiveNode node)
    {
        NaiveTensor indices = node.X[1];
        return Scattered(node, update =>
        {
            int[] tuple = [.. Enumerable.Range(0, indices.Shape[^1]).Select(i => (int)indices[[.. update[..(indices.Rank - 1)], i]])];
            return [.. tuple.Select((index, i) => index < 0 ? index + node.X[0].Shape[i] : index), .. update[(indices.Rank - 1)..]];
        });
    }

    /// <summary>What is overwritten has no gradient any more; an update has the one of the place that it goes to.</summary>
    private static double[]?[] Scattered(NaiveNode node, Func<int[], int[]> placeOf)
    {
        var dx = new NaiveTensor([.. node.Dy.Values], node.Dy.Shape);
        var updates = NaiveTensor.Zeros(node.X[2].Shape);
        foreach (int[] update in updates.Indices())
        {
            int[] place = placeOf(update);
            updates[update] = node.Dy[place];
            if (node.Text("reduction", "none") == "none")
            {
                dx[place] = 0;
            }
        }

        return [dx.Values, null, updates.Values];
    }

    private static int[] At(int[] index, int axis, int place, int size)
    {
        int[] source = [.. index];
        source[axis] = place < 0 ? place + size : place;
        return source;
    }

    private static int Axis(NaiveNode node, int otherwise) => node.Int("axis", otherwise) is var axis && axis < 0 ? axis + node.X[0].Rank : axis;

    private static int[]? AxesOf(NaiveNode node, int input) =>
        node.Longs("axes", input)?.Select(axis => (int)(axis < 0 ? axis + node.X[0].Rank : axis)).ToArray();
}
