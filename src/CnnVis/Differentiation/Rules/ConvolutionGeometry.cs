namespace CnnVis.Differentiation.Rules;

/// <summary>Kernel, strides, dilations and explicit pads of a convolution or pooling node.</summary>
internal sealed record ConvolutionGeometry(int[] Kernel, int[] Strides, int[] Dilations, int[] PadsBegin, int[] PadsEnd)
{
    public int Axes => Kernel.Length;

    public bool IsStride1 => Array.TrueForAll(Strides, stride => stride == 1);

    public long[] KernelAttribute => ToLongs(Kernel);

    public long[] StridesAttribute => ToLongs(Strides);

    public long[] DilationsAttribute => ToLongs(Dilations);

    public long[] PadsAttribute => [.. PadsBegin.Concat(PadsEnd).Select(pad => (long)pad)];

    /// <summary>How far the kernel reaches along an axis.</summary>
    public int Extent(int axis) => (Dilations[axis] * (Kernel[axis] - 1)) + 1;

    /// <summary>Reads a node's attributes; automatic pads are written out for the longer side of it.</summary>
    /// <param name="g">The node.</param>
    /// <param name="kernel">The kernel's sizes.</param>
    /// <param name="longSide">The sizes before a convolution, or after a transposed one.</param>
    /// <param name="shortSide">The sizes after a convolution, or before a transposed one.</param>
    public static ConvolutionGeometry Of(GradientScope g, int[] kernel, IReadOnlyList<int> longSide, IReadOnlyList<int> shortSide)
    {
        int axes = kernel.Length;
        var geometry = new ConvolutionGeometry(
            kernel, Read(g, "strides", axes, 1), Read(g, "dilations", axes, 1), new int[axes], new int[axes]);
        string autoPad = g.Text("auto_pad", "NOTSET");
        if (autoPad == "NOTSET")
        {
            int[] pads = Read(g, "pads", 2 * axes, 0);
            return geometry with { PadsBegin = pads[..axes], PadsEnd = pads[axes..] };
        }

        if (autoPad == "VALID")
        {
            return geometry;
        }

        for (int axis = 0; axis < axes; axis++)
        {
            int total = Math.Max(((shortSide[axis] - 1) * geometry.Strides[axis]) + geometry.Extent(axis) - longSide[axis], 0);
            geometry.PadsBegin[axis] = autoPad == "SAME_UPPER" ? total / 2 : total - (total / 2);
            geometry.PadsEnd[axis] = total - geometry.PadsBegin[axis];
        }

        return geometry;
    }

    /// <summary>What ConvTranspose must append so that the result is as long as the convolution's input.</summary>
    public int OutputPadding(int axis, int longSide, int shortSide) =>
        longSide - (((shortSide - 1) * Strides[axis]) + Extent(axis) - PadsBegin[axis] - PadsEnd[axis]);

    private static int[] Read(GradientScope g, string attribute, int count, int otherwise) =>
        g.HasAttribute(attribute) && g.Ints(attribute).Count > 0 ? [.. g.Ints(attribute).Select(value => (int)value)] : [.. Enumerable.Repeat(otherwise, count)];

    private static long[] ToLongs(int[] values) => Array.ConvertAll(values, value => (long)value);
}
