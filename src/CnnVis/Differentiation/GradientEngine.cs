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
    private readonly SessionCache<(GradientRequest Request, bool SideBySide), JointGradientPlan> _jointPlans;
    private readonly object _lock = new();
    private readonly Dictionary<(ImageShape Shape, bool OneImage), ForwardGraph> _forward = [];

    private GradientEngine(CnnModel model)
    {
        _model = model;
        _plans = new SessionCache<GradientRequest, GradientPlan>(KeptPlans, CreatePlan);
        _jointPlans = new SessionCache<(GradientRequest Request, bool SideBySide), JointGradientPlan>(KeptPlans, key => CreateJointPlan(key.Request, key.SideBySide));
        model.SessionSettings.Budget.OnShortage(_plans.ReleaseIdle);
        model.SessionSettings.Budget.OnShortage(_jointPlans.ReleaseIdle);
    }

    public static GradientEngine Of(CnnModel model) => model.Attached(owner => new GradientEngine(owner));

    /// <summary>Uses the plan of a request; the model is not disposed meanwhile.</summary>
    /// <exception cref="NoGradientException">The model cannot be differentiated there.</exception>
    public T Use<T>(GradientRequest request, Func<GradientPlan, T> use)
    {
        using RunGate.Pass pass = _model.EnterPass();
        return _plans.Use(request, use);
    }

    /// <summary>Whether one session can answer requests for images of a shape, for one target whose seed is known before.</summary>
    public bool TakesJoint(ImageShape shape) => JointGraph.Takes(ForwardGraphFor(shape));

    /// <summary>Uses the one session of a request, for one image or for several side by side; the model is not disposed meanwhile.</summary>
    /// <exception cref="NoGradientException">The model cannot be differentiated there.</exception>
    public T UseJoint<T>(GradientRequest request, bool sideBySide, Func<JointGradientPlan, T> use)
    {
        using RunGate.Pass pass = _model.EnterPass();
        return _jointPlans.Use((request, sideBySide), use);
    }

    /// <summary>
    /// Builds the backward graph. What mixes or cuts along the axis of the images cannot be differentiated for any number of them, but it may
    /// be for one.
    /// </summary>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="rules">The table of rules.</param>
    /// <param name="from">The tensor of which a weighted sum is differentiated.</param>
    /// <param name="to">The tensors with respect to which.</param>
    /// <param name="onMergedLayers">Whether scales and shifts are merged into the layers before them first.</param>
    /// <param name="usesKernels">Whether the backward graph may name kernels of ours.</param>
    /// <returns>The backward graph and the forward graph that it belongs to.</returns>
    /// <exception cref="NoGradientException">A node on the way blocks the gradient.</exception>
    public (ForwardGraph Forward, BackwardGraph Backward) Differentiate(
        ImageShape shape, GradientRules rules, string from, IReadOnlyCollection<string> to, bool onMergedLayers = false, bool usesKernels = false)
    {
        ForwardGraph forward = Prepared(shape, oneImage: false);
        if (forward.TakesBatches)
        {
            try
            {
                return (forward, BackwardGraphBuilder.Build(forward, rules, [from], to, usesKernels));
            }
            catch (NoGradientException)
            {
                forward = Prepared(shape, oneImage: true);
            }
        }

        return (forward, BackwardGraphBuilder.Build(forward, rules, [from], to, usesKernels));

        ForwardGraph Prepared(ImageShape size, bool oneImage)
        {
            ForwardGraph plain = ForwardGraphFor(size, oneImage);
            return onMergedLayers ? LayerMerging.Apply(plain, [from, .. to]) : plain;
        }
    }

    /// <summary>The model made ready for images of a shape: for any number of them where it can be.</summary>
    public ForwardGraph ForwardGraphFor(ImageShape shape, bool oneImage = false)
    {
        using RunGate.Pass pass = _model.EnterPass();
        lock (_lock)
        {
            if (_forward.TryGetValue((shape, oneImage), out ForwardGraph? known))
            {
                return known;
            }

            // Another size of image needs other shapes; those of the last are not kept.
            if (_forward.Keys.Any(key => key.Shape != shape))
            {
                _forward.Clear();
            }

            return _forward[(shape, oneImage)] = ForwardGraphPreparation.Prepare(
                _model.SelfContained(), _model.ImageInput with { Shape = shape }, _model.TakesBatches && !oneImage, _model.SessionSettings);
        }
    }

    private GradientPlan CreatePlan(GradientRequest request)
    {
        (ForwardGraph forward, BackwardGraph backward) = Differentiate(
            request.Shape, request.Rules, request.From, request.To.All, request.OnMergedLayers);
        return new GradientPlan(forward, backward, request, _model.SessionSettings);
    }

    private JointGradientPlan CreateJointPlan(GradientRequest request, bool sideBySide)
    {
        SessionSettings settings = _model.SessionSettings;
        (ForwardGraph forward, BackwardGraph backward) = Differentiate(
            request.Shape, request.Rules, request.From, request.To.All, usesKernels: settings.TakesKernels);
        return new JointGradientPlan(forward, backward, request, settings, sideBySide);
    }

    public void Dispose()
    {
        _plans.Dispose();
        _jointPlans.Dispose();
    }
}
