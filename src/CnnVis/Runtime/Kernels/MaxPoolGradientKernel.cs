using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// dL/dx of a MaxPool over height and width, from x and dL/dy: each window's gradient is added where its maximum lies, the first of several in scan order. Windows may overlap.
/// </summary>
internal sealed class MaxPoolGradientKernel : Kernel
{
    public const string Operator = "MaxPoolGradient";

    public override string Name => Operator;

    public override int? InputCount => 2;

    public override int LargeInputs => 1;

    public override unsafe KernelRun Prepare(KernelAttributes attributes)
    {
        var windows = new Windows(attributes);
        int block = attributes.Integer(BlockedLayout.Attribute);
        return call =>
        {
            NativeTensor dy = call.Input(0);
            NativeTensor x = call.Input(1);
            int height = (int)x.Shape[2];
            int width = (int)x.Shape[3];
            var pooled = (Height: (int)dy.Shape[2], Width: (int)dy.Shape[3]);
            NativeTensor dx = call.Output(x.Shape);
            int planes = (int)(x.Shape[0] * x.Shape[1] / block);
            // Windows that reach over the edge of some rows are looked at again for the next.
            call.InParallelByRows(planes, height, (plane, firstRow, endRow) =>
            {
                var part = new Part(
                    x.Numbers + ((long)plane * height * width * block),
                    dy.Numbers + ((long)plane * pooled.Height * pooled.Width * block),
                    dx.Numbers + ((long)plane * height * width * block),
                    width,
                    block,
                    firstRow,
                    endRow);
                part.Clear();
                for (int row = windows.FirstOver(firstRow); row < pooled.Height && windows.Top(row) < part.EndRow; row++)
                {
                    for (int column = 0; column < pooled.Width; column++)
                    {
                        part.Add(windows.At(row, column, height, width), ((row * pooled.Width) + column) * block);
                    }
                }
            });
        };
    }

    /// <summary>Where the windows lie.</summary>
    private sealed class Windows(KernelAttributes attributes)
    {
        private readonly int[] _kernel = attributes.Integers("kernel_shape");
        private readonly int[] _strides = attributes.Integers("strides");
        private readonly int[] _dilations = attributes.Integers("dilations");
        private readonly int[] _pads = attributes.Integers("pads");

        public int Top(int row) => (row * _strides[0]) - _pads[0];

        /// <summary>The first row of windows that reaches a row of places.</summary>
        public int FirstOver(int place) => Math.Max(0, CeilingOf(place + _pads[0] - (_dilations[0] * (_kernel[0] - 1)), _strides[0]));

        /// <summary>The places of a window that lie in the picture.</summary>
        public Window At(int row, int column, int height, int width)
        {
            (int top, int bottom) = Inside(row, 0, height);
            (int left, int right) = Inside(column, 1, width);
            return new Window(top, bottom, _dilations[0], left, right, _dilations[1]);
        }

        private (int First, int End) Inside(int window, int axis, int size)
        {
            int start = (window * _strides[axis]) - _pads[axis];
            int first = start + (Math.Max(0, CeilingOf(-start, _dilations[axis])) * _dilations[axis]);
            return (first, Math.Min(size, start + (_dilations[axis] * (_kernel[axis] - 1)) + 1));
        }

        private static int CeilingOf(int dividend, int divisor) => (int)Math.Ceiling((double)dividend / divisor);
    }

    private readonly record struct Window(int Top, int Bottom, int RowStep, int Left, int Right, int ColumnStep);

    /// <summary>Some rows of one plane, of one channel or of a block of them.</summary>
    private readonly unsafe struct Part(float* x, float* dy, float* dx, int width, int block, int firstRow, int endRow)
    {
        public int EndRow => endRow;

        public void Clear() => new Span<float>(dx + (firstRow * width * block), (endRow - firstRow) * width * block).Clear();

        public void Add(Window window, int gradient)
        {
            if (block % Vector<float>.Count != 0)
            {
                for (int channel = 0; channel < block; channel++)
                {
                    AddOne(window, x + channel, dx + channel, dy[gradient + channel]);
                }

                return;
            }

            for (int channel = 0; channel < block; channel += Vector<float>.Count)
            {
                AddVector(window, x + channel, dx + channel, Vector.Load(dy + gradient + channel));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void AddOne(Window window, float* values, float* gradients, float added)
        {
            int first = (window.Top * width) + window.Left;
            float highest = float.NegativeInfinity;
            for (int row = window.Top; row < window.Bottom; row += window.RowStep)
            {
                for (int column = window.Left; column < window.Right; column += window.ColumnStep)
                {
                    int place = (row * width) + column;
                    if (values[place * block] > highest)
                    {
                        highest = values[place * block];
                        first = place;
                    }
                }
            }

            if (first >= firstRow * width && first < endRow * width)
            {
                gradients[first * block] += added;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void AddVector(Window window, float* values, float* gradients, Vector<float> added)
        {
            var first = new Vector<int>((window.Top * width) + window.Left);
            var highest = new Vector<float>(float.NegativeInfinity);
            for (int row = window.Top; row < window.Bottom; row += window.RowStep)
            {
                for (int column = window.Left; column < window.Right; column += window.ColumnStep)
                {
                    int place = (row * width) + column;
                    Vector<float> value = Vector.Load(values + (place * block));
                    Vector<int> isHigher = Vector.GreaterThan(value, highest);
                    first = Vector.ConditionalSelect(isHigher, new Vector<int>(place), first);
                    highest = Vector.ConditionalSelect(isHigher, value, highest);
                }
            }

            for (int row = window.Top; row < Math.Min(window.Bottom, endRow); row += window.RowStep)
            {
                for (int column = window.Left; row >= firstRow && column < window.Right; column += window.ColumnStep)
                {
                    int place = (row * width) + column;
                    float* target = gradients + (place * block);
                    Vector<float> share = Vector.ConditionalSelect(Vector.Equals(first, new Vector<int>(place)), added, Vector<float>.Zero);
                    Vector.Store(Vector.Load(target) + share, target);
                }
            }
        }
    }
}
