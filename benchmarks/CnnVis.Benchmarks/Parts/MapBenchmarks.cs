using BenchmarkDotNet.Attributes;
using CnnVis.Methods;

namespace CnnVis.Benchmarks;

/// <summary>Masks before the network, maps behind it.</summary>
[MemoryDiagnoser]
public class MapBenchmarks
{
    private const int Side = 224;

    private readonly RiseMasks _masks = new(Side, Side, new RiseOptions());
    private readonly float[] _mask = new float[Side * Side];
    private readonly Heatmap _cells = new([.. Enumerable.Range(0, 49).Select(i => MathF.Sin(i))], 7, 7, MapScaling.Symmetric);
    private int _number;

    [Benchmark]
    public void RiseMask() => _masks.Write(_number++, _mask);

    [Benchmark]
    public float[] EnlargeCells() => _cells.Resize(Side, Side);
}
