using CnnVis.Differentiation.Preparation;
using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>The gradients of one model: keeps the forward graphs and plans that were used last, and ends with the model.</summary>
internal sealed class GradientEngine : IDisposable
{
    // A plan holds the weights twice: once forward, once flipped.
    private const int KeptPlans = 2;

    private readonly CnnModel _model;
    private readonly SessionCache<GradientRequest, GradientPlan> _plans;
    private readonly object _lock = new();
    private ForwardGraph? _forward;

    private GradientEngine(CnnModel model)
    {
        _model = model;
        _plans = new SessionCache<GradientRequest, GradientPlan>(
            KeptPlans, request => new GradientPlan(ForwardGraphFor(request.Shape), request, model.SessionSettings));
    }

    public static GradientEngine Of(CnnModel model) => model.Attached(owner => new GradientEngine(owner));

    /// <summary>Uses the plan of a request; the model is not disposed meanwhile.</summary>
    /// <exception cref="NoGradientException">The model cannot be differentiated there.</exception>
    public T Use<T>(GradientRequest request, Func<GradientPlan, T> use)
    {
        using RunGate.Pass pass = _model.EnterPass();
        return _plans.Use(request, use);
    }

    public ForwardGraph ForwardGraphFor(ImageShape shape)
    {
        lock (_lock)
        {
            if (_forward?.Image.Shape != shape)
            {
                _forward = ForwardGraphPreparation.Prepare(
                    _model.SelfContained(), _model.ImageInput with { Shape = shape }, _model.TakesBatches, _model.SessionSettings);
            }

            return _forward;
        }
    }

    public void Dispose() => _plans.Dispose();
}
