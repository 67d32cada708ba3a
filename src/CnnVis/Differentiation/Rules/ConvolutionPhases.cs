using CnnVis.Runtime.Kernels;

namespace CnnVis.Differentiation.Rules;

/// <summary>
/// A convolution with strides, transposed without them: places of its input that are equal modulo the strides, a phase, meet the same places of the kernel, so the
/// gradient of each phase is a convolution of its own with those.
/// </summary>
internal sealed class ConvolutionPhases
{
    // ONNX Runtime's convolutions are fastest with whole blocks of channels.
    private const int ChannelsTogether = 8;
    private const int MostPhases = 16;

    private readonly GradientScope _scope;
    private readonly ConvolutionGeometry _geometry;
    private readonly ConvolutionKernel _kernel;
    private readonly AxisPhase[][] _axes;

    private ConvolutionPhases(GradientScope scope, ConvolutionGeometry geometry, ConvolutionKernel kernel)
    {
        _scope = scope;
        _geometry = geometry;
        _kernel = kernel;
        _axes = [.. Enumerable.Range(0, geometry.Axes).Select(axis => Phases(axis, (int)Large[axis], (int)Small[axis]))];
    }

    /// <summary>Null where ConvTranspose is the better way: for few channels, groups of several, and pads that reach beyond the kernel.</summary>
    public static ConvolutionPhases? Of(GradientScope g, ConvolutionGeometry geometry, ConvolutionKernel kernel)
    {
        bool isTaken = geometry.Axes == 2
            && geometry.Dilations.All(dilation => dilation == 1)
            && geometry.Strides[0] * geometry.Strides[1] <= MostPhases
            && (kernel.Group == 1 || (kernel.IsDepthwise && kernel.OutPerGroup == 1))
            && g.InputShape(0)[1] % ChannelsTogether == 0;
        if (!isTaken)
        {
            return null;
        }

        var phases = new ConvolutionPhases(g, geometry, kernel);
        return phases._axes.All(axis => Array.TrueForAll(axis, phase => phase.PadBegin >= 0 && phase.PadEnd >= 0)) ? phases : null;
    }

    /// <summary>dx of dy.</summary>
    public GraphValue Emit(GraphValue dy)
    {
        var maps = new List<GraphValue>();
        var phases = new List<long>();
        for (int row = 0; row < _geometry.Strides[0]; row++)
        {
            for (int column = 0; column < _geometry.Strides[1]; column++)
            {
                (AxisPhase rows, AxisPhase columns) = (_axes[0][row], _axes[1][column]);
                if (rows.Places.Length > 0 && columns.Places.Length > 0)
                {
                    maps.Add(Convolve(dy, rows, columns));
                    phases.Add((row * _geometry.Strides[1]) + column);
                }
            }
        }

        return _scope.Kernel(
            InterleaveKernel.Operator,
            maps,
            ("strides", _geometry.StridesAttribute),
            ("phases", phases.ToArray()),
            ("channels", (long)_scope.InputShape(0)[1]),
            ("size", Large),
            ("small_size", Large.Zip(_geometry.Strides, Ceiling).ToArray()));
    }

    private long[] Large => _scope.InputShape(0).SpatialSizes;

    private long[] Small => _scope.OutputShape().SpatialSizes;

    private GraphValue Convolve(GraphValue dy, AxisPhase rows, AxisPhase columns)
    {
        int[] places = [.. from row in rows.Places from column in columns.Places select (row * _kernel.Sizes[1]) + column];
        return _scope.Op(
            "Conv",
            [dy, _scope.Constant(_kernel.Transposed(places), _kernel.TransposedShape([rows.Places.Length, columns.Places.Length]))],
            ("pads", new long[] { rows.PadBegin, columns.PadBegin, rows.PadEnd, columns.PadEnd }),
            ("group", (long)_kernel.Group));
    }

    /// <summary>
    /// Place s i + p of the input meets place t of the kernel in output j where s i + p + pad = s j + t. So the outputs i + d are convolved with the places t = p + pad - s d.
    /// </summary>
    private AxisPhase[] Phases(int axis, int large, int small)
    {
        int stride = _geometry.Strides[axis];
        int count = (int)Ceiling(large, stride);
        return [.. Enumerable.Range(0, stride).Select(phase =>
        {
            int shift = phase + _geometry.PadsBegin[axis];
            int last = shift / stride;
            int first = last;
            while (shift - (stride * (first - 1)) < _geometry.Kernel[axis])
            {
                first--;
            }

            int[] places = [.. Enumerable.Range(first, last - first + 1).Select(d => shift - (stride * d)).Where(place => place < _geometry.Kernel[axis])];
            return new AxisPhase(places, PadBegin: -first, PadEnd: count - small + last);
        })];
    }

    private static long Ceiling(long dividend, int divisor) => (dividend + divisor - 1) / divisor;

    /// <param name="Places">The places of the kernel along the axis, in the order of the outputs that they meet; none where the kernel is smaller than the stride.</param>
    /// <param name="PadBegin">How many outputs before the first are looked at.</param>
    /// <param name="PadEnd">How many after the last.</param>
    private sealed record AxisPhase(int[] Places, int PadBegin, int PadEnd);
}
