using BenchmarkDotNet.Attributes;
using CnnVis.Models;

namespace CnnVis.Benchmarks;

/// <summary>Incremental occlusion cuts a part out of a tensor for each window, and pastes what was computed back.</summary>
[MemoryDiagnoser]
public class CellBenchmarks
{
    private static readonly PixelRectangle Cells = new(30, 40, 24, 24);

    private CellLayout _whole;
    private CellLayout _part;
    private float[] _tensor = [];
    private float[] _window = [];

    /// <summary>Channels first, as PyTorch exports, or last, as Keras does.</summary>
    [Params(false, true)]
    public bool ChannelsLast { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (int planes, int depth) = ChannelsLast ? (1, 64) : (64, 1);
        _whole = new CellLayout(planes, 112, 112, depth);
        _part = new CellLayout(planes, Cells.Height, Cells.Width, depth);
        _tensor = new float[_whole.Length];
        _window = new float[_part.Length];
    }

    [Benchmark]
    public void CutOut() => _whole.Copy(_tensor, Cells, _part, _window, 0, 0);

    [Benchmark]
    public void Paste() => _part.Copy(_window, new PixelRectangle(0, 0, Cells.Width, Cells.Height), _whole, _tensor, Cells.Top, Cells.Left);
}
