using System.Numerics.Tensors;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// A few rows times a matrix, of which only those rows are read that meet a number other than 0. Reading the matrix is the work, and what goes backwards through dense layers has many
/// zeros: all but one in the gradient of a class, and one for each unit that is off.
/// </summary>
internal sealed class SparseProductKernel : Kernel
{
    public const string Operator = "SparseProduct";

    private const int FewestColumns = 256;

    // Enough for many threads, and long enough to be read at one go.
    private const int MostParts = 16;

    public override string Name => Operator;

    public override int? InputCount => 2;

    public override int LargeInputs => 2;

    public override string StandIn => "MatMul";

    public override unsafe KernelRun Prepare(KernelAttributes attributes) => call =>
    {
        NativeTensor rows = call.Input(0);
        NativeTensor matrix = call.Input(1);
        (int count, int length) = ((int)rows.Shape[0], (int)rows.Shape[1]);
        int columns = (int)matrix.Shape[1];
        NativeTensor products = call.Output([count, columns]);
        int together = Math.Max(FewestColumns, (columns + MostParts - 1) / MostParts);
        call.InParallel((columns + together - 1) / together, part =>
        {
            int first = part * together;
            int width = Math.Min(together, columns - first);
            for (int row = 0; row < count; row++)
            {
                var factors = new ReadOnlySpan<float>(rows.Numbers + ((long)row * length), length);
                var sums = new Span<float>(products.Numbers + ((long)row * columns) + first, width);
                sums.Clear();
                for (int i = 0; i < length; i++)
                {
                    if (factors[i] != 0)
                    {
                        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<float>(matrix.Numbers + ((long)i * columns) + first, width), factors[i], sums, sums);
                    }
                }
            }
        });
    };
}
