using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>One of those that score windows of an image side by side: runs each stage for the parts of some windows, and then what follows in full.</summary>
internal sealed class IncrementalWorker : IDisposable
{
    private readonly IncrementalNetwork _network;
    private readonly UnchangedTensors _unchanged;
    private readonly IncrementalBatches _batches;
    private readonly CancellationToken _cancellationToken;

    // By turns: the last stage's result may lie where its input was.
    private readonly float[][] _parts;
    private readonly float[] _tail;

    /// <param name="network">The network.</param>
    /// <param name="unchanged">The unchanged image.</param>
    /// <param name="batches">How many windows are computed together.</param>
    /// <param name="cancellationToken">Cancels the runs.</param>
    public IncrementalWorker(IncrementalNetwork network, UnchangedTensors unchanged, IncrementalBatches batches, CancellationToken cancellationToken)
    {
        _network = network;
        _unchanged = unchanged;
        _batches = batches;
        _cancellationToken = cancellationToken;
        int largest = Stages.Max(stage => stage.LargestPart.Input.Length);
        _parts = [Buffers.Rent(batches.Stage * largest), Buffers.Rent(batches.Stage * largest)];
        _tail = Buffers.Rent(batches.Most * Last.Length);
        for (int i = 0; i < batches.Most; i++)
        {
            unchanged.Last.CopyTo(_tail, i * Last.Length);
        }
    }

    private FloatBuffers Buffers => _network.Budget.Buffers;

    private IReadOnlyList<IncrementalStage> Stages => _network.Plan.Stages;

    private CellLayout Last => Stages[^1].Result.Layout;

    /// <summary>Scores some windows.</summary>
    /// <param name="windows">Their numbers in the grid, row by row.</param>
    /// <param name="places">Where they lie on the image.</param>
    public ScorePass Score(ReadOnlySpan<int> windows, ReadOnlySpan<PixelRectangle> places)
    {
        try
        {
            for (int first = 0; first < windows.Length; first += _batches.Stage)
            {
                int together = Math.Min(_batches.Stage, windows.Length - first);
                RunStages(windows.Slice(first, together), places.Slice(first, together), first);
            }

            return RunTail(windows.Length);
        }
        finally
        {
            for (int i = 0; i < windows.Length; i++)
            {
                PixelRectangle changed = Stages[^1].ChangedBy(windows[i]);
                Last.Copy(_unchanged.Last, changed, Last, _tail.AsSpan(i * Last.Length, Last.Length), changed.Top, changed.Left);
            }
        }
    }

    /// <summary>Hands its memory back.</summary>
    public void Dispose() => _parts.Append(_tail).ToList().ForEach(Buffers.Return);

    /// <summary>Writes what some windows change into the tail's images, from one of these on.</summary>
    private void RunStages(ReadOnlySpan<int> windows, ReadOnlySpan<PixelRectangle> places, int firstImage)
    {
        StageRun? earlier = null;
        try
        {
            for (int stage = 0; stage < Stages.Count; stage++)
            {
                StagePart part = Stages[stage].PartFor(windows);
                for (int i = 0; i < windows.Length; i++)
                {
                    WritePart(stage, part, windows[i], places[i], earlier, i);
                }

                int[] shape = part.Stage.Input.ShapeOf(windows.Length, part.Input);
                TensorRun run = _network.RunStage(stage, PartsOf(stage).AsMemory(0, windows.Length * part.Input.Length), shape, _cancellationToken);
                earlier?.Dispose();
                earlier = new StageRun(part, run);
            }

            for (int i = 0; i < windows.Length; i++)
            {
                earlier!.CopyChanged(i, windows[i], Last, _tail.AsSpan((firstImage + i) * Last.Length, Last.Length), top: 0, left: 0);
            }
        }
        finally
        {
            earlier?.Dispose();
        }
    }

    private ScorePass RunTail(int count)
    {
        var passes = new List<ScorePass>();
        for (int first = 0; first < count; first += _batches.Tail)
        {
            int some = Math.Min(_batches.Tail, count - first);
            passes.Add(_network.RunTail(_tail.AsMemory(first * Last.Length, some * Last.Length), some, _cancellationToken));
        }

        return ScorePass.Join(passes);
    }

    private float[] PartsOf(int stage) => _parts[stage % _parts.Length];

    /// <summary>A part of the stage's unchanged input, with what the window changes of it.</summary>
    private void WritePart(int index, StagePart part, int window, PixelRectangle place, StageRun? earlier, int i)
    {
        CellLayout layout = part.Input;
        Span<float> values = PartsOf(index).AsSpan(i * layout.Length, layout.Length);
        PixelRectangle cells = part.CellsOf(window);
        part.Stage.Input.Layout.Copy(_unchanged[index], cells, layout, values, top: 0, left: 0);
        (int rows, int columns) = part.Stage.From.Offset;
        if (earlier is null)
        {
            PixelRectangle hidden = (place with { Top = place.Top + rows, Left = place.Left + columns }).Common(cells);
            part.Stage.Input.Layout.Copy(_unchanged.Fill, hidden, layout, values, hidden.Top - cells.Top, hidden.Left - cells.Left);
        }
        else
        {
            earlier.CopyChanged(i, window, layout, values, cells.Top - rows, cells.Left - columns);
        }
    }
}
