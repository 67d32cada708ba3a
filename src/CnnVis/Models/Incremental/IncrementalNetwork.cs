using System.Runtime.ExceptionServices;
using CnnVis.Onnx;
using CnnVis.Runtime;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Models;

/// <summary>The sessions of an incremental plan: one for each stage, which takes parts of any size, and one for what follows in full.</summary>
internal sealed class IncrementalNetwork : IDisposable
{
    private const int SessionsMadeTogether = 2;

    private readonly GraphRunner?[] _sessions;

    public IncrementalNetwork(IncrementalPlan plan, SessionSettings settings)
    {
        Plan = plan;
        Budget = settings.Budget;
        MostImages = settings.Execution.BatchSize ?? int.MaxValue;
        // Stages take other sizes for the unchanged image.
        SessionSettings unplanned = settings with { PlanMemory = false };
        _sessions = new GraphRunner[plan.Stages.Count + 1];
        // While it is made, a session's weights are there several times.
        var together = new ParallelOptions { MaxDegreeOfParallelism = settings.Budget.IsLimited ? 1 : SessionsMadeTogether };
        try
        {
            Parallel.For(0, _sessions.Length, together, i => _sessions[i] = i < plan.Stages.Count ? Stage(plan.Stages[i], unplanned) : Tail(settings));
        }
        catch (AggregateException failures)
        {
            Dispose();
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    public IncrementalPlan Plan { get; }

    /// <summary>Whether windows were found to score as in the whole network.</summary>
    public bool IsTrusted { get; set; }

    /// <summary>The memory that windows may take.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>The most images that the user wants in one run.</summary>
    public int MostImages { get; }

    /// <summary>What one image takes behind the last cut.</summary>
    public long TailBytes { get; private set; }

    /// <summary>Runs a stage on parts of its input.</summary>
    public TensorRun RunStage(int stage, ReadOnlyMemory<float> parts, int[] shape, CancellationToken cancellationToken) =>
        _sessions[stage]!.Run([(Plan.Stages[stage].Input.Name, parts, shape)], [], cancellationToken);

    /// <summary>Computes the scores from the last cut.</summary>
    public ScorePass RunTail(ReadOnlyMemory<float> values, int count, CancellationToken cancellationToken)
    {
        LocalTensor cut = Plan.Stages[^1].Result;
        using TensorRun run = _sessions[^1]!.Run([(cut.Name, values, cut.ShapeOf(count, cut.Layout))], [], cancellationToken);
        TensorBatch[] scores = [.. Plan.Network.Scores.Select(name => TensorBatch.Of(run.Floats(name), run.ShapeOf(name), count, count))];
        return new ScorePass(scores[0], scores[^1]);
    }

    public void Dispose() => Array.ForEach(_sessions, session => session?.Dispose());

    private GraphRunner Stage(IncrementalStage stage, SessionSettings settings)
    {
        LocalTensor input = stage.Input;
        TensorShapeProto.Types.Dimension[] shape = AnyNumberOf(input);
        (shape[input.RowAxis], shape[input.ColumnAxis]) = (Free("rows"), Free("columns"));
        ModelProto proto = PartFrom(input, [stage.Result.Name], shape);
        if (stage.From.Padding is not null)
        {
            int reader = proto.Graph.Node.IndexOf(proto.Graph.Node.Single(node => node.Input.Contains(input.Name)));
            proto.Graph.Node[reader] = ReadPadding.Without(proto.Graph.Node[reader]);
        }

        return new GraphRunner(proto, Plan.Network.Model.Name, settings);
    }

    private GraphRunner Tail(SessionSettings settings)
    {
        LocalTensor cut = Plan.Stages[^1].Result;
        ModelProto proto = PartFrom(cut, Plan.Network.Scores, AnyNumberOf(cut));
        TailBytes = Plan.Network.PeakBytes(cut, proto);
        return new GraphRunner(proto, Plan.Network.Model.Name, settings);
    }

    private ModelProto PartFrom(LocalTensor input, IReadOnlyList<string> outputs, TensorShapeProto.Types.Dimension[] shape) =>
        new GraphTail(Plan.Network.Model, Plan.Stages[0].Input.Name, input.Name, outputs).ToModel([GraphEdits.Declare(input.Name, (int)DataType.Float, shape)]);

    private static TensorShapeProto.Types.Dimension[] AnyNumberOf(LocalTensor tensor)
    {
        TensorShapeProto.Types.Dimension[] shape = [.. tensor.Shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size })];
        shape[0] = Free("N");
        return shape;
    }

    private static TensorShapeProto.Types.Dimension Free(string name) => new() { DimParam = name };
}
