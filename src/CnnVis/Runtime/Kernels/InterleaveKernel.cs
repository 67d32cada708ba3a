using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// Puts small maps together to a large one: with strides of 2 the first holds the places of even rows and columns, and so on. A phase that has no map is 0. The result
/// of a transposed convolution with strides is made of convolutions without.
/// </summary>
internal sealed class InterleaveKernel : Kernel
{
    public const string Operator = "Interleave";

    public override string Name => Operator;

    public override int? InputCount => null;

    public override unsafe KernelRun Prepare(KernelAttributes attributes)
    {
        int[] strides = attributes.Integers("strides");
        int[] phases = attributes.Integers("phases");
        int[] size = attributes.Integers("size");
        int block = attributes.Integer(BlockedLayout.Attribute);
        return call =>
        {
            NativeTensor first = call.Input(0);
            var maps = new nint[strides[0] * strides[1]];
            for (int input = 0; input < phases.Length; input++)
            {
                maps[phases[input]] = (nint)call.Input(input).Numbers;
            }

            (int height, int width) = (size[0], size[1]);
            (int mapHeight, int mapWidth) = ((int)first.Shape[2], (int)first.Shape[3]);
            NativeTensor large = call.Output([first.Shape[0], first.Shape[1], height, width]);
            int planes = (int)(first.Shape[0] * first.Shape[1] / block);
            call.InParallelByRows(planes, height, (plane, firstRow, endRow) =>
            {
                for (int row = firstRow; row < endRow; row++)
                {
                    float* target = large.Numbers + (((((long)plane * height) + row) * width) * block);
                    long source = ((((long)plane * mapHeight) + (row / strides[0])) * mapWidth) * block;
                    for (int phase = 0; phase < strides[1]; phase++)
                    {
                        var map = (float*)maps[(row % strides[0] * strides[1]) + phase];
                        Spread(map == null ? null : map + source, target + (phase * block), (width - phase + strides[1] - 1) / strides[1], strides[1] * block, block);
                    }
                }
            });
        };
    }

    /// <summary>Writes a row's places, or zeros, at every so many numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Spread(float* source, float* target, int places, int step, int block)
    {
        int vectors = block % Vector<float>.Count == 0 ? block : 0;
        for (int place = 0; place < places; place++, target += step)
        {
            float* from = source == null ? null : source + (place * block);
            int channel = 0;
            for (; channel < vectors; channel += Vector<float>.Count)
            {
                Vector.Store(from == null ? Vector<float>.Zero : Vector.Load(from + channel), target + channel);
            }

            for (; channel < block; channel++)
            {
                target[channel] = from == null ? 0 : from[channel];
            }
        }
    }
}
