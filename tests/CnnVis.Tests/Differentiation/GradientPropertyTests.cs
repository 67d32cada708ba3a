using CnnVis.Onnx;
using CsCheck;
using static CnnVis.Tests.Differentiation.CaseParts;

namespace CnnVis.Tests.Differentiation;

/// <summary>Random geometry: each is compared with differences, with plain loops, and two images with one at a time.</summary>
public class GradientPropertyTests
{
    private const int Samples = 100;

    private static readonly Gen<int> Rank = Gen.Int[1, 3];

    [Fact]
    public void Conv_OfRandomGeometry_IsTheDerivative() => Check(RandomConv(isTransposed: false));

    [Fact]
    public void ConvTranspose_OfRandomGeometry_IsTheDerivative() => Check(RandomConv(isTransposed: true));

    [Fact]
    public void MaxPool_OfRandomGeometry_IsTheDerivative() => Check(RandomPool("MaxPool"));

    [Fact]
    public void AveragePool_OfRandomGeometry_IsTheDerivative() => Check(RandomPool("AveragePool"));

    [Fact]
    public void Slice_OfRandomRanges_IsTheDerivative() => Check(
        from size in Gen.Int[1, 9]
        from start in Gen.Int[-12, 12]
        from end in Gen.Int[-12, 12]
        from step in Gen.Int[1, 4]
        from isBackwards in Gen.Bool
        let row = Linear("Slice", 13, [X(1, 2, size), List(start), List(end), List(2), List(isBackwards ? -step : step)])
        where SliceLength(size, start, end, isBackwards ? -step : step) > 0
        select row);

    [Fact]
    public void Pad_OfRandomAmounts_IsTheDerivative() => Check(
        from mode in OneOf("constant", "edge", "reflect", "wrap")
        from height in Gen.Int[3, 6]
        from width in Gen.Int[3, 6]
        from pads in Gen.Int[mode == "constant" ? -1 : 0, 2].Array[4]
        select Linear(
            "Pad", 19, [X(1, 2, height, width), List([.. pads.Select(pad => (long)pad)]), Absent, List(2, 3)], Text("mode", mode)));

    [Fact]
    public void Resize_OfRandomScales_IsTheDerivative() => Check(
        from mode in OneOf("nearest", "linear", "cubic")
        from coordinates in OneOf("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")
        from height in Gen.Int[2, 6]
        from width in Gen.Int[2, 6]
        from newHeight in Gen.Int[1, 12]
        from newWidth in Gen.Int[1, 12]
        from antialias in Gen.Int[0, mode == "nearest" || coordinates != "half_pixel" ? 0 : 1]
        select Linear(
            "Resize",
            18,
            [X(1, 2, height, width), Absent, Absent, List(newHeight, newWidth)],
            Ints("axes", 2, 3),
            Text("mode", mode),
            Text("coordinate_transformation_mode", coordinates),
            Int("antialias", antialias)) with
        { HasNaiveTwin = mode == "linear" });

    [Fact]
    public void Network_OfRandomLayers_HasTheDerivative() => Check(Gen.Int[0, 9999].Array[3, 36].Select(RandomNetwork.From));

    private static Gen<GradientCase> RandomConv(bool isTransposed) =>
        from rank in Rank
        from groups in Gen.Int[1, 3]
        from inputs in Gen.Int[1, 3]
        from outputs in Gen.Int[1, 3]
        from geometry in Geometry(rank)
        from extra in Gen.Int[0, 3].Array[rank]
        from dynamic in Gen.Int[0, 3]
        let kernel = geometry.Kernel
        let sizes = geometry.Sizes.Select((size, i) =>
            isTransposed ? 1 + (size / 2) : Math.Max(size, Reach(geometry, i) - geometry.Pads[i] - geometry.Pads[i + rank]))
        let padding = extra.Select((more, i) => Math.Min(more, geometry.Strides[i] - 1))
        where !isTransposed || sizes.Select((size, i) => Length(geometry, i, size) + padding.ElementAt(i)).All(length => length > 0)
        let shape = isTransposed
            ? new[] { groups * inputs, outputs }
            : [groups * outputs, inputs]
        let image = new[] { 1, groups * inputs }
        let weights = shape.Concat(kernel).ToArray()
        let attributes = geometry.Attributes.Append(Int("group", groups))
        select dynamic == 0
            ? Smooth(Name(isTransposed), 11, [XOfOneImage([.. image, .. sizes]), XOfOneImage(weights)], [.. attributes, .. Padding(isTransposed, padding)])
            : Linear(Name(isTransposed), 11, [X([.. image, .. sizes]), Weights(weights)], [.. attributes, .. Padding(isTransposed, padding)]);

    private static string Name(bool isTransposed) => isTransposed ? "ConvTranspose" : "Conv";

    private static AttributeProto[] Padding(bool isTransposed, IEnumerable<int> padding) =>
        isTransposed ? [Ints("output_padding", [.. padding.Select(more => (long)more)])] : [];

    private static Gen<GradientCase> RandomPool(string type) =>
        from rank in Rank
        from geometry in Geometry(rank)
        from ceil in Gen.Int[0, 1]
        from countsPads in Gen.Int[0, 1]
        let sizes = geometry.Sizes.Select((size, i) => Math.Max(size, Reach(geometry, i)))
        let pads = geometry.Pads.Select((pad, i) => (long)Math.Min(pad, geometry.Kernel[i % rank] - 1))
        let attributes = new[]
        {
            Ints(
                "kernel_shape",
                Longs(geometry.Kernel)), Ints("strides", Longs(geometry.Strides)), Ints("dilations", Longs(geometry.Dilations)),
            Ints("pads", [.. pads]), Int("ceil_mode", ceil),
        }
        select type == "MaxPool"
            ? Kinked(type, 12, [X([1, 2, .. sizes])], attributes)
            : Linear(type, 19, [X([1, 2, .. sizes])], [.. attributes, Int("count_include_pad", countsPads)]);

    private static Gen<Window> Geometry(int rank) =>
        from kernel in Gen.Int[1, 4].Array[rank]
        from strides in Gen.Int[1, 4].Array[rank]
        from dilations in Gen.Int[1, 3].Array[rank]
        from pads in Gen.Int[0, 3].Array[2 * rank]
        from sizes in Gen.Int[1, rank == 3 ? 5 : 9].Array[rank]
        select new Window(kernel, strides, dilations, pads, sizes);

    private static int Reach(Window window, int axis) => ((window.Kernel[axis] - 1) * window.Dilations[axis]) + 1;

    private static int Length(Window window, int axis, int size) =>
        ((size - 1) * window.Strides[axis]) + Reach(window, axis) - window.Pads[axis] - window.Pads[axis + window.Kernel.Length];

    private static int SliceLength(int size, int start, int end, int step)
    {
        int from = start < 0 ? start + size : start;
        int to = end < 0 ? end + size : end;
        from = step > 0 ? Math.Clamp(from, 0, size) : Math.Clamp(from, 0, size - 1);
        to = step > 0 ? Math.Clamp(to, 0, size) : Math.Clamp(to, -1, size - 1);
        return Math.Max((int)Math.Ceiling((to - from) / (double)step), 0);
    }

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static long[] Longs(int[] values) => Array.ConvertAll(values, value => (long)value);

    private static void Check(Gen<GradientCase> rows) => rows.Sample(GradientCheck.Run, iter: Samples, threads: 1, print: row => row.Name);

    private sealed record Window(int[] Kernel, int[] Strides, int[] Dilations, int[] Pads, int[] Sizes)
    {
        public AttributeProto[] Attributes =>
            [Ints("strides", Longs(Strides)), Ints("dilations", Longs(Dilations)), Ints("pads", Longs(Pads))];
    }
}
