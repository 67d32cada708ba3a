using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnVis.Runtime.Kernels;

/// <summary>Vectors of the width of a block of channels. The compiler makes code of its own for each width.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ILanes<TVector>
{
    /// <summary>How many numbers a vector has.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* from);

    static abstract void Store(TVector vector, float* to);

    static abstract TVector Repeat(float number);

    static abstract TVector Add(TVector one, TVector other);

    static abstract TVector Subtract(TVector one, TVector other);

    /// <summary>factor · other + summand, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector factor, TVector other, TVector summand);

    /// <summary>The larger number; the other one where one of them is none.</summary>
    static abstract TVector Max(TVector one, TVector other);

    /// <summary>Begins to bring two vectors of numbers near, which are read soon; they need not be there.</summary>
    static abstract void FetchPair(float* from);
}

internal readonly unsafe struct Lanes8 : ILanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Load(float* from) => Vector256.Load(from);

    public static void Store(Vector256<float> vector, float* to) => Vector256.Store(vector, to);

    public static Vector256<float> Repeat(float number) => Vector256.Create(number);

    public static Vector256<float> Add(Vector256<float> one, Vector256<float> other) => one + other;

    public static Vector256<float> Subtract(Vector256<float> one, Vector256<float> other) => one - other;

    public static Vector256<float> MultiplyAdd(Vector256<float> factor, Vector256<float> other, Vector256<float> summand) =>
        Vector256.FusedMultiplyAdd(factor, other, summand);

    public static Vector256<float> Max(Vector256<float> one, Vector256<float> other) => Vector256.MaxNative(one, other);

    public static void FetchPair(float* from)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(from);
        }
    }
}

internal readonly unsafe struct Lanes16 : ILanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Load(float* from) => Vector512.Load(from);

    public static void Store(Vector512<float> vector, float* to) => Vector512.Store(vector, to);

    public static Vector512<float> Repeat(float number) => Vector512.Create(number);

    public static Vector512<float> Add(Vector512<float> one, Vector512<float> other) => one + other;

    public static Vector512<float> Subtract(Vector512<float> one, Vector512<float> other) => one - other;

    public static Vector512<float> MultiplyAdd(Vector512<float> factor, Vector512<float> other, Vector512<float> summand) =>
        Vector512.FusedMultiplyAdd(factor, other, summand);

    public static Vector512<float> Max(Vector512<float> one, Vector512<float> other) => Vector512.MaxNative(one, other);

    public static void FetchPair(float* from)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(from);
            Sse.Prefetch1(from + Count);
        }
    }
}
