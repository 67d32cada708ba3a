using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>A gradient where an activation is strictly between two bounds, 0 elsewhere. It reads two tensors and writes one; any layout will do that both have.</summary>
internal sealed class GateKernel : Kernel
{
    public const string Operator = "Gate";

    // As much as a core's cache holds of all three.
    private const long PartLength = 1 << 15;

    public override string Name => Operator;

    public override int? InputCount => 2;

    public override int LargeInputs => 2;

    public override bool MayWriteOverFirstInput => true;

    public override unsafe KernelRun Prepare(KernelAttributes attributes)
    {
        float low = attributes.Number("low");
        float high = attributes.Number("high");
        return call =>
        {
            NativeTensor gradient = call.Input(0);
            NativeTensor activation = call.Input(1);
            long length = gradient.Length;
            if (activation.Length != length)
            {
                throw new InvalidOperationException($"a gradient of {length} numbers and an activation of {activation.Length}");
            }

            NativeTensor gated = call.Output(gradient.Shape);
            call.InParallel((int)((length + PartLength - 1) / PartLength), part =>
            {
                long start = part * PartLength;
                Gate(gradient.Numbers + start, activation.Numbers + start, gated.Numbers + start, (int)Math.Min(PartLength, length - start), low, high);
            });
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Gate(float* gradient, float* activation, float* gated, int length, float low, float high)
    {
        var lowest = new Vector<float>(low);
        var highest = new Vector<float>(high);
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> y = Vector.Load(activation + i);
            Vector<int> isBetween = Vector.GreaterThan(y, lowest) & Vector.LessThan(y, highest);
            Vector.Store(Vector.ConditionalSelect(isBetween, Vector.Load(gradient + i), Vector<float>.Zero), gated + i);
        }

        for (; i < length; i++)
        {
            gated[i] = activation[i] > low && activation[i] < high ? gradient[i] : 0;
        }
    }
}
