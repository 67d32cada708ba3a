using System.Runtime.InteropServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>One run of a node.</summary>
internal readonly unsafe struct KernelCall(nint context)
{
    public NativeTensor Input(int input) => OrtFunctions.Input(context, input);

    public NativeTensor Output(long[] shape) => OrtFunctions.Output(context, 0, shape);

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
