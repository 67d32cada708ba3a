using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// Adds columns up to an image: the second half of a transposed convolution, whose first is a product of matrices. Columns are [image, channel and place of the kernel, row,
/// column]. ONNX Runtime does it on one thread.
/// </summary>
internal sealed class Col2ImKernel : Kernel
{
    public const string Operator = "Col2Im";

    public override string Name => Operator;

    public override int? InputCount => 1;

    public override bool ChangesChannels => true;

    public override unsafe KernelRun Prepare(KernelAttributes attributes)
    {
        int[] kernel = attributes.Integers("kernel_shape");
        int[] strides = attributes.Integers("strides");
        int[] pads = attributes.Integers("pads");
        int[] size = attributes.Integers("size");
        return call =>
        {
            NativeTensor columns = call.Input(0);
            int maps = (int)columns.Shape[0] * (int)columns.Shape[1] / (kernel[0] * kernel[1]);
            (int height, int width) = (size[0], size[1]);
            NativeTensor image = call.Output([columns.Shape[0], columns.Shape[1] / (kernel[0] * kernel[1]), height, width]);
            call.InParallelByRows(maps, height, (map, firstRow, endRow) =>
            {
                long length = columns.Shape[2] * columns.Shape[3];
                var columnsOfMap = new Columns(columns.Numbers + (map * kernel[0] * kernel[1] * length), (int)columns.Shape[2], (int)columns.Shape[3], kernel, strides, pads);
                Span<float> sums = stackalloc float[(width / strides[1]) + 1];
                for (int row = firstRow; row < endRow; row++)
                {
                    columnsOfMap.AddUp(row, new Span<float>(image.Numbers + ((((long)map * height) + row) * width), width), sums);
                }
            });
        };
    }

    /// <summary>The columns of one channel.</summary>
    private readonly unsafe struct Columns(float* numbers, int height, int width, int[] kernel, int[] strides, int[] pads)
    {
        /// <summary>A row of the image. Places of one phase of the stride lie side by side in the columns, so they are added together.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void AddUp(int row, Span<float> target, Span<float> sums)
        {
            for (int phase = 0; phase < Math.Min(strides[1], target.Length); phase++)
            {
                int count = (target.Length - phase + strides[1] - 1) / strides[1];
                Span<float> sum = sums[..count];
                sum.Clear();
                for (int y = (row + pads[0]) % strides[0]; y < kernel[0] && y <= row + pads[0]; y += strides[0])
                {
                    int from = (row + pads[0] - y) / strides[0];
                    for (int x = (phase + pads[1]) % strides[1]; from < height && x < kernel[1]; x += strides[1])
                    {
                        // Place i of the phase meets column i + shift.
                        int shift = (phase + pads[1] - x) / strides[1];
                        int first = Math.Max(0, -shift);
                        int end = Math.Min(count, width - shift);
                        if (first < end)
                        {
                            var columns = new ReadOnlySpan<float>(numbers + (((((long)((y * kernel[1]) + x) * height) + from) * width) + first + shift), end - first);
                            TensorPrimitives.Add(sum[first..end], columns, sum[first..end]);
                        }
                    }
                }

                for (int i = 0; i < count; i++)
                {
                    target[(i * strides[1]) + phase] = sum[i];
                }
            }
        }
    }
}
