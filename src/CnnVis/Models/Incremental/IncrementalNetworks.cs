using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>The incremental plans and sessions of one model: keeps those that were used last, and ends with the model.</summary>
internal sealed class IncrementalNetworks : IDisposable
{
    private const double LargestUsefulShare = 0.75;
    private const double LeastPassesSaved = 8;

    private readonly CnnModel _model;
    private readonly Lazy<LocalNetwork> _network;
    private readonly object _lock = new();
    private readonly Dictionary<(WindowPositions Rows, WindowPositions Columns, double Threshold), IncrementalPlan> _plans = [];
    private readonly SessionCache<(WindowPositions Rows, WindowPositions Columns, double Threshold), IncrementalNetwork> _networks;

    private IncrementalNetworks(CnnModel model)
    {
        _model = model;
        _network = new Lazy<LocalNetwork>(() => LocalNetwork.Of(model));
        _networks = new SessionCache<(WindowPositions Rows, WindowPositions Columns, double Threshold), IncrementalNetwork>(
            capacity: 1, key => new IncrementalNetwork(PlanFor(key.Rows, key.Columns, key.Threshold), model.SessionSettings));
        model.SessionSettings.Budget.OnShortage(_networks.ReleaseIdle);
    }

    public static IncrementalNetworks Of(CnnModel model) => model.Attached(owner => new IncrementalNetworks(owner));

    /// <summary>Why windows are better scored by the whole network, in words; null where it pays to compute what they change.</summary>
    public string? Objection(ImageShape shape, WindowPositions rows, WindowPositions columns, double threshold = 1)
    {
        if (_model.ImageInput.ElementType != ElementType.Float32)
        {
            return $"the model reads {_model.ImageInput.ElementType}";
        }

        if (_model.ImageInput.FixedBatch is > 1)
        {
            return $"the model takes {_model.ImageInput.FixedBatch} images at a time";
        }

        if (shape != _model.ImageInput.Shape)
        {
            return $"the image is not of the size that the model was loaded for, {_model.ImageInput.Shape.Height}x{_model.ImageInput.Shape.Width}";
        }

        IncrementalPlan plan = PlanFor(rows, columns, threshold);
        if (plan.Share > LargestUsefulShare)
        {
            return plan.Network.End is { } end && plan.Network.Cuts.Count < 2
                ? $"'{end.DisplayName()}' ({end.OpType}) reads more than the surroundings of a place, and the network cannot be divided before it"
                : "windows of this size change most of what the network computes";
        }

        return (1 - plan.Share) * rows.Count * columns.Count < LeastPassesSaved ? "there are too few windows to gain by it" : null;
    }

    /// <summary>Uses the sessions for a grid of windows; the model is not disposed meanwhile.</summary>
    public T Use<T>(WindowPositions rows, WindowPositions columns, double threshold, Func<IncrementalNetwork, T> use)
    {
        using RunGate.Pass pass = _model.EnterPass();
        return _networks.Use((rows, columns, threshold), use);
    }

    public void Dispose() => _networks.Dispose();

    private IncrementalPlan PlanFor(WindowPositions rows, WindowPositions columns, double threshold)
    {
        lock (_lock)
        {
            if (!_plans.TryGetValue((rows, columns, threshold), out IncrementalPlan? plan))
            {
                _plans[(rows, columns, threshold)] = plan = IncrementalPlan.Cheapest(_network.Value, rows, columns, threshold);
            }

            return plan;
        }
    }
}
