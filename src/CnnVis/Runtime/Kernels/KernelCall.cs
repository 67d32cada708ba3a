using System.Runtime.InteropServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>One run of a node.</summary>
internal readonly unsafe struct KernelCall(nint context)
{
    // Enough to be worth a thread's while, and little enough that a few planes keep all threads busy.
    private const int RowsPerPart = 16;

    public NativeTensor Input(int input) => OrtFunctions.Input(context, input);

    public NativeTensor Output(long[] shape) => OrtFunctions.Output(context, 0, shape);

    /// <summary>Does something for all rows of all planes, a plane and a few of its rows (the first, and the one after the last) at a time; it must not throw.</summary>
    public void InParallelByRows(int planes, int rows, Action<int, int, int> work)
    {
        int parts = (rows + RowsPerPart - 1) / RowsPerPart;
        InParallel(planes * parts, number =>
        {
            int first = number % parts * RowsPerPart;
            work(number / parts, first, Math.Min(first + RowsPerPart, rows));
        });
    }

    /// <summary>Does something so many times on the threads of the run. It must not throw: no exception finds its way through ONNX Runtime's threads.</summary>
    public void InParallel(int count, Action<int> work)
    {
        if (count == 1)
        {
            work(0);
            return;
        }

        var handle = GCHandle.Alloc(work);
        try
        {
            OrtFunctions.InParallel(context, &Call, count, GCHandle.ToIntPtr(handle));
        }
        finally
        {
            handle.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static void Call(nint work, nuint number) => ((Action<int>)GCHandle.FromIntPtr(work).Target!)((int)number);
}
