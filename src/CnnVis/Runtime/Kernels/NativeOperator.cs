using System.Runtime.InteropServices;

namespace CnnVis.Runtime.Kernels;

/// <summary>What ONNX Runtime knows of a kernel: its OrtCustomOp, field by field, with the kernel behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOperator
{
    private const int Float = 1;
    private const int Required = 0;
    private const int Variadic = 2;

    private uint _version;
    private readonly nint _createKernel;
    private delegate* unmanaged<NativeOperator*, nint> _getName;
    private delegate* unmanaged<NativeOperator*, nint> _getExecutionProviderType;
    private delegate* unmanaged<NativeOperator*, nuint, int> _getInputType;
    private delegate* unmanaged<NativeOperator*, nuint> _getInputTypeCount;
    private delegate* unmanaged<NativeOperator*, nuint, int> _getOutputType;
    private delegate* unmanaged<NativeOperator*, nuint> _getOutputTypeCount;
    private readonly nint _kernelCompute;
    private delegate* unmanaged<nint, void> _kernelDestroy;
    private delegate* unmanaged<NativeOperator*, nuint, int> _getInputCharacteristic;
    private delegate* unmanaged<NativeOperator*, nuint, int> _getOutputCharacteristic;
    private delegate* unmanaged<NativeOperator*, nuint, int> _getInputMemoryType;
    private delegate* unmanaged<NativeOperator*, int> _getVariadicInputMinArity;
    private delegate* unmanaged<NativeOperator*, int> _getVariadicInputHomogeneity;
    private delegate* unmanaged<NativeOperator*, int> _getVariadicOutputMinArity;
    private delegate* unmanaged<NativeOperator*, int> _getVariadicOutputHomogeneity;
    private delegate* unmanaged<NativeOperator*, nint, nint, nint*, nint> _createKernelV2;
    private delegate* unmanaged<nint, nint, nint> _kernelComputeV2;
    private readonly nint _inferOutputShape;
    private delegate* unmanaged<NativeOperator*, int> _getStartVersion;
    private delegate* unmanaged<NativeOperator*, int> _getEndVersion;
    private delegate* unmanaged<int**, int**, nuint> _getMayInplace;
    private delegate* unmanaged<int*, int*, void> _releaseMayInplace;
    private readonly nint _getAliasMap;
    private readonly nint _releaseAliasMap;

    // Ours, behind what ONNX Runtime reads.
    private nint _name;
    private nint _kernel;

    /// <summary>Describes a kernel in memory that stays where it is, for as long as the process lives.</summary>
    public static NativeOperator* Of(Kernel kernel)
    {
        var described = (NativeOperator*)NativeMemory.AllocZeroed((nuint)sizeof(NativeOperator));
        described->_version = OrtFunctions.Version;
        described->_getName = &GetName;
        described->_getExecutionProviderType = &GetExecutionProviderType;
        described->_getInputType = &GetElementType;
        described->_getInputTypeCount = &GetInputCount;
        described->_getOutputType = &GetElementType;
        described->_getOutputTypeCount = &GetOutputCount;
        described->_kernelDestroy = &Destroy;
        described->_getInputCharacteristic = &GetInputCharacteristic;
        described->_getOutputCharacteristic = &GetOutputCharacteristic;
        described->_getInputMemoryType = &GetInputMemoryType;
        described->_getVariadicInputMinArity = &AtLeastOne;
        described->_getVariadicInputHomogeneity = &AtLeastOne;
        described->_getVariadicOutputMinArity = &AtLeastOne;
        described->_getVariadicOutputHomogeneity = &AtLeastOne;
        described->_createKernelV2 = &Create;
        described->_kernelComputeV2 = &Compute;
        described->_getStartVersion = &AtLeastOne;
        described->_getEndVersion = &AtLeastOne;
        if (kernel.MayWriteOverFirstInput)
        {
            described->_getMayInplace = &GetMayInplace;
            described->_releaseMayInplace = &ReleaseMayInplace;
        }

        described->_name = Marshal.StringToCoTaskMemUTF8(kernel.Name);
        described->_kernel = GCHandle.ToIntPtr(GCHandle.Alloc(kernel));
        return described;
    }

    private static Kernel KernelOf(NativeOperator* described) => (Kernel)GCHandle.FromIntPtr(described->_kernel).Target!;

    [UnmanagedCallersOnly]
    private static nint GetName(NativeOperator* described) => described->_name;

    // None stands for the processor.
    [UnmanagedCallersOnly]
    private static nint GetExecutionProviderType(NativeOperator* described) => 0;

    [UnmanagedCallersOnly]
    private static int GetElementType(NativeOperator* described, nuint index) => Float;

    [UnmanagedCallersOnly]
    private static nuint GetInputCount(NativeOperator* described) => (nuint)(KernelOf(described).InputCount ?? 1);

    [UnmanagedCallersOnly]
    private static nuint GetOutputCount(NativeOperator* described) => 1;

    [UnmanagedCallersOnly]
    private static int GetInputCharacteristic(NativeOperator* described, nuint index) => KernelOf(described).InputCount is null ? Variadic : Required;

    [UnmanagedCallersOnly]
    private static int GetOutputCharacteristic(NativeOperator* described, nuint index) => Required;

    [UnmanagedCallersOnly]
    private static int GetInputMemoryType(NativeOperator* described, nuint index) => 0;

    [UnmanagedCallersOnly]
    private static int AtLeastOne(NativeOperator* described) => 1;

    [UnmanagedCallersOnly]
    private static nint Create(NativeOperator* described, nint functions, nint info, nint* created)
    {
        try
        {
            *created = GCHandle.ToIntPtr(GCHandle.Alloc(KernelOf(described).Prepare(new KernelAttributes(info))));
            return 0;
        }
        catch (Exception e)
        {
            return OrtFunctions.NewStatus(e.Message);
        }
    }

    [UnmanagedCallersOnly]
    private static nint Compute(nint prepared, nint context)
    {
        try
        {
            ((KernelRun)GCHandle.FromIntPtr(prepared).Target!)(new KernelCall(context));
            return 0;
        }
        catch (Exception e)
        {
            return OrtFunctions.NewStatus(e.Message);
        }
    }

    [UnmanagedCallersOnly]
    private static void Destroy(nint prepared) => GCHandle.FromIntPtr(prepared).Free();

    [UnmanagedCallersOnly]
    private static nuint GetMayInplace(int** inputs, int** outputs)
    {
        *inputs = (int*)NativeMemory.AllocZeroed(sizeof(int));
        *outputs = (int*)NativeMemory.AllocZeroed(sizeof(int));
        return 1;
    }

    [UnmanagedCallersOnly]
    private static void ReleaseMayInplace(int* inputs, int* outputs)
    {
        NativeMemory.Free(inputs);
        NativeMemory.Free(outputs);
    }
}
