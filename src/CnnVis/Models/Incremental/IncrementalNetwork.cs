using CnnVis.Onnx;
using CnnVis.Runtime;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Models;

/// <summary>The sessions of an incremental plan: one for each stage, which takes parts of any size, and one for what follows in full.</summary>
internal sealed class IncrementalNetwork : IDisposable
{
    private readonly List<GraphRunner> _stages = [];
    private readonly GraphRunner _tail;

    public IncrementalNetwork(IncrementalPlan plan, SessionSettings settings)
    {
        Plan = plan;
        Budget = settings.Budget;
        // Stages take other sizes for the unchanged image.
        SessionSettings unplanned = settings with { PlanMemory = false };
        try
        {
            foreach (IncrementalStage stage in plan.Stages)
            {
                _stages.Add(Runner(stage.Input, [stage.Result.Name], isPart: true, stage.From.Padding is not null, unplanned));
            }

            _tail = Runner(plan.Stages[^1].Result, plan.Network.Scores, isPart: false, isPadded: false, settings);
        }
        catch
        {
            _stages.ForEach(stage => stage.Dispose());
            throw;
        }
    }

    public IncrementalPlan Plan { get; }

    /// <summary>Whether windows were found to score as in the whole network.</summary>
    public bool IsTrusted { get; set; }

    /// <summary>The memory that windows may take.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>Runs a stage on parts of its input.</summary>
    public TensorRun RunStage(int stage, ReadOnlyMemory<float> parts, int[] shape, CancellationToken cancellationToken) =>
        _stages[stage].Run([(Plan.Stages[stage].Input.Name, parts, shape)], [], cancellationToken);

    /// <summary>Computes the scores from the last cut.</summary>
    public ScorePass RunTail(ReadOnlyMemory<float> values, int count, CancellationToken cancellationToken)
    {
        LocalTensor cut = Plan.Stages[^1].Result;
        using TensorRun run = _tail.Run([(cut.Name, values, cut.ShapeOf(count, cut.Layout))], [], cancellationToken);
        TensorBatch[] scores = [.. Plan.Network.Scores.Select(name => TensorBatch.Of(run.Floats(name), run.ShapeOf(name), count, count))];
        return new ScorePass(scores[0], scores[^1]);
    }

    public void Dispose()
    {
        _stages.ForEach(stage => stage.Dispose());
        _tail.Dispose();
    }

    private GraphRunner Runner(LocalTensor input, IReadOnlyList<string> outputs, bool isPart, bool isPadded, SessionSettings settings)
    {
        OnnxModel model = Plan.Network.Model;
        var part = new GraphTail(model, Plan.Stages[0].Input.Name, input.Name, outputs);
        var shape = input.Shape.Select((size, axis) => new TensorShapeProto.Types.Dimension { DimValue = size }).ToArray();
        shape[0] = Free("N");
        if (isPart)
        {
            (shape[input.RowAxis], shape[input.ColumnAxis]) = (Free("rows"), Free("columns"));
        }

        ModelProto proto = part.ToModel([GraphEdits.Declare(input.Name, (int)DataType.Float, shape)]);
        if (isPadded)
        {
            int reader = proto.Graph.Node.IndexOf(proto.Graph.Node.Single(node => node.Input.Contains(input.Name)));
            proto.Graph.Node[reader] = ReadPadding.Without(proto.Graph.Node[reader]);
        }

        return new GraphRunner(proto, model.Name, settings);
    }

    private static TensorShapeProto.Types.Dimension Free(string name) => new() { DimParam = name };
}
