using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// A convolution by <see cref="WinogradConvolution{TVector, TLanes}"/> in the blocked layout. Its inputs are the images, transformed weights, the bias, and what is
/// added to the result, if anything is.
/// </summary>
internal sealed class WinogradKernel : Kernel
{
    public const string Operator = "Winograd";

    public const string FiltersAttribute = "filters";

    public const string InputsAttribute = "inputs";

    public const string RectifiedAttribute = "rectified";

    public override string Name => Operator;

    public override int? InputCount => null;

    /// <summary>Whether the processor computes with vectors of a block's size. It comes first: others may have no blocked layout that could be asked for its size.</summary>
    public static bool IsAvailable =>
        Avx2.IsSupported && Fma.IsSupported && BlockedLayout.ChannelsPerBlock is var block
        && (block == Vector256<float>.Count || (block == Vector512<float>.Count && Avx512F.IsSupported));

    public override KernelRun Prepare(KernelAttributes attributes)
    {
        int filters = attributes.Integer(FiltersAttribute);
        int[] pads = attributes.Integers("pads");
        bool isSummed = attributes.Integer(InputsAttribute) > 3;
        bool isRectified = attributes.Integer(RectifiedAttribute) == 1;
        return attributes.Integer(BlockedLayout.Attribute) == Vector256<float>.Count
            ? Compute<Vector256<float>, Lanes8>
            : Compute<Vector512<float>, Lanes16>;

        unsafe void Compute<TVector, TLanes>(KernelCall call)
            where TVector : struct
            where TLanes : struct, ILanes<TVector>
        {
            NativeTensor images = call.Input(0);
            int[] size = Array.ConvertAll(images.Shape, length => (int)length);
            var shape = new WinogradShape(size[0], size[1], size[2], size[3], filters, pads);
            NativeTensor result = call.Output([size[0], filters, shape.ResultHeight, shape.ResultWidth]);
            var tensors = new WinogradTensors(images.Numbers, call.Input(1).Numbers, call.Input(2).Numbers, isSummed ? call.Input(3).Numbers : null, result.Numbers);
            var convolution = new WinogradConvolution<TVector, TLanes>(shape, tensors, isRectified);
            call.InParallel(convolution.Parts, convolution.Compute);
        }
    }
}
