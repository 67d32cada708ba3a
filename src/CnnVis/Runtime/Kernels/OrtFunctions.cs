using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// The functions of ONNX Runtime's C interface that its .NET package does not wrap: those for operators of one's own. They lie in a table that only ever grows at its end.
/// </summary>
internal static unsafe class OrtFunctions
{
    /// <summary>The version of the table, and of what operators say of themselves: the first in which an operator may write over its input.</summary>
    public const int Version = 18;

    private static readonly nint* Table = Load();

    /// <summary>False where ONNX Runtime's library was linked in a way that hides them.</summary>
    public static bool AreThere => Table != null;

    public static nint NewStatus(string message)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(message);
        nint status = ((delegate* unmanaged<int, nint, nint>)Table[(int)Entry.CreateStatus])(1, text);
        Marshal.FreeCoTaskMem(text);
        return status;
    }

    public static nint NewDomain(string name)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        nint domain;
        Check(((delegate* unmanaged<nint, nint*, nint>)Table[(int)Entry.CreateCustomOpDomain])(text, &domain));
        Marshal.FreeCoTaskMem(text);
        return domain;
    }

    public static void AddOperator(nint domain, NativeOperator* added) =>
        Check(((delegate* unmanaged<nint, NativeOperator*, nint>)Table[(int)Entry.CustomOpDomainAdd])(domain, added));

    public static void AddDomain(SessionOptions options, nint domain) =>
        Check(((delegate* unmanaged<nint, nint, nint>)Table[(int)Entry.AddCustomOpDomain])(options.DangerousGetHandle(), domain));

    public static float FloatAttribute(nint kernelInfo, string name) => Attribute<float>(Entry.KernelInfoGetAttributeFloat, kernelInfo, name);

    public static long IntAttribute(nint kernelInfo, string name) => Attribute<long>(Entry.KernelInfoGetAttributeInt64, kernelInfo, name);

    public static long[] IntsAttribute(nint kernelInfo, string name)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        var get = (delegate* unmanaged<nint, nint, long*, nuint*, nint>)Table[(int)Entry.KernelInfoGetAttributeArrayInt64];
        nuint count = 0;
        // Asked without room for them, it says how many there are.
        Check(get(kernelInfo, text, null, &count));
        long[] values = new long[count];
        fixed (long* start = values)
        {
            Check(get(kernelInfo, text, start, &count));
        }

        Marshal.FreeCoTaskMem(text);
        return values;
    }

    public static NativeTensor Input(nint context, int input)
    {
        nint value;
        Check(((delegate* unmanaged<nint, nuint, nint*, nint>)Table[(int)Entry.KernelContextGetInput])(context, (nuint)input, &value));
        return new NativeTensor(Numbers(value), ShapeOf(value));
    }

    public static NativeTensor Output(nint context, int output, long[] shape)
    {
        nint value;
        fixed (long* start = shape)
        {
            Check(((delegate* unmanaged<nint, nuint, long*, nuint, nint*, nint>)Table[(int)Entry.KernelContextGetOutput])(
                context, (nuint)output, start, (nuint)shape.Length, &value));
        }

        return new NativeTensor(Numbers(value), shape);
    }

    /// <summary>Has the threads of the run call a function for each of some numbers.</summary>
    public static void InParallel(nint context, delegate* unmanaged<nint, nuint, void> call, int count, nint state) =>
        Check(((delegate* unmanaged<nint, delegate* unmanaged<nint, nuint, void>, nuint, nuint, nint, nint>)Table[(int)Entry.KernelContextParallelFor])(
            context, call, (nuint)count, 0, state));

    private static T Attribute<T>(Entry function, nint kernelInfo, string name)
        where T : unmanaged
    {
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        T value;
        Check(((delegate* unmanaged<nint, nint, T*, nint>)Table[(int)function])(kernelInfo, text, &value));
        Marshal.FreeCoTaskMem(text);
        return value;
    }

    private static float* Numbers(nint value)
    {
        float* numbers;
        Check(((delegate* unmanaged<nint, float**, nint>)Table[(int)Entry.GetTensorMutableData])(value, &numbers));
        return numbers;
    }

    private static long[] ShapeOf(nint value)
    {
        nint info;
        Check(((delegate* unmanaged<nint, nint*, nint>)Table[(int)Entry.GetTensorTypeAndShape])(value, &info));
        try
        {
            nuint rank;
            Check(((delegate* unmanaged<nint, nuint*, nint>)Table[(int)Entry.GetDimensionsCount])(info, &rank));
            long[] shape = new long[rank];
            fixed (long* start = shape)
            {
                Check(((delegate* unmanaged<nint, long*, nuint, nint>)Table[(int)Entry.GetDimensions])(info, start, rank));
            }

            return shape;
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)Table[(int)Entry.ReleaseTensorTypeAndShapeInfo])(info);
        }
    }

    private static void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        string message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Table[(int)Entry.GetErrorMessage])(status)) ?? "";
        ((delegate* unmanaged<nint, void>)Table[(int)Entry.ReleaseStatus])(status);
        throw new InvalidOperationException(message);
    }

    private static nint* Load()
    {
        if (!NativeLibrary.TryLoad("onnxruntime", typeof(InferenceSession).Assembly, searchPath: null, out nint library)
            || !NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint getVersions))
        {
            return null;
        }

        nint* versions = ((delegate* unmanaged<nint*>)getVersions)();
        return (nint*)((delegate* unmanaged<uint, nint>)versions[0])(Version);
    }

    /// <summary>Positions in the table, as onnxruntime_c_api.h lists its functions.</summary>
    private enum Entry
    {
        CreateStatus = 0,
        GetErrorMessage = 2,
        CreateCustomOpDomain = 26,
        CustomOpDomainAdd = 27,
        AddCustomOpDomain = 28,
        GetTensorMutableData = 51,
        GetDimensionsCount = 61,
        GetDimensions = 62,
        GetTensorTypeAndShape = 65,
        KernelInfoGetAttributeFloat = 85,
        KernelInfoGetAttributeInt64 = 86,
        KernelContextGetInput = 90,
        KernelContextGetOutput = 91,
        ReleaseStatus = 93,
        ReleaseTensorTypeAndShapeInfo = 99,
        KernelInfoGetAttributeArrayInt64 = 163,
        KernelContextParallelFor = 274,
    }
}
