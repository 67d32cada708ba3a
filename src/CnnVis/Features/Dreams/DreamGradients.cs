using System.Numerics.Tensors;

namespace CnnVis.Features.Dreams;

/// <summary>
/// The objective for pictures as the network sees them, and its gradient with respect to the network's input. Where none arrives because all units
/// of a ReLU are switched off, what would switch them on again takes its place.
/// </summary>
internal sealed class DreamGradients : IDisposable
{
    // Each costs a second pass; what they do not help is most often at its largest already.
    private const int MostRedirections = 16;

    private readonly DreamStage _stage;
    private readonly BoundObjective _objective;
    private readonly float[] _images;
    private readonly Lazy<NetworkPart> _redirected;
    private readonly CancellationToken _cancellationToken;
    private int _redirectedSteps;
    private int _lostSteps;

    public DreamGradients(CnnModel model, Objective objective, DreamOptions options, DreamStage stage, CancellationToken cancellationToken)
    {
        _stage = stage;
        _cancellationToken = cancellationToken;
        _objective = new BoundObjective(objective, new DreamSubject(model, stage.Network, options.Images, cancellationToken));
        // Pinned for its whole life: ONNX Runtime reads it in place.
        _images = GC.AllocateUninitializedArray<float>(checked(options.Images * InputLength), pinned: true);
        _redirected = new Lazy<NetworkPart>(() => new NetworkPart(model, stage.Network.Shape, stage.Network.Tensors, RedirectedRules.Table));
    }

    private int InputLength => _stage.Network.Shape.ElementCount;

    /// <summary>The objective for each picture as it is moved, and its gradient with respect to the network's input, image after image.</summary>
    public (double[] Values, float[] Gradients) Of(float[][] pixels, AffineWarp[] warps)
    {
        Show(pixels, warps);
        using NetworkPartPass pass = _stage.Network.Forward(_images, pixels.Length, _cancellationToken);
        (double[][] values, IReadOnlyDictionary<string, float[]> gradients) = _objective.Evaluate(pass);
        float[] arrived = pass.Backward(gradients, _cancellationToken);
        if (!float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(arrived)))
        {
            throw new CnnVisException("The gradient of the objective is not finite: a number in the network overflows for such a picture. Try another seed, start or objective.");
        }

        int[] lost = WithoutGradient(arrived);
        if (lost.Length > 0)
        {
            if (_lostSteps < MostRedirections && Redirect(lost, arrived))
            {
                _redirectedSteps++;
            }
            else
            {
                _lostSteps++;
            }
        }

        return (_objective.Total(values), arrived);
    }

    /// <summary>What the objective's first part is for pictures that are not moved.</summary>
    public float[] Activations(float[][] pixels)
    {
        AffineWarp still = _stage.View.Moved(Motion.None);
        Show(pixels, [.. pixels.Select(_ => still)]);
        using NetworkPartPass pass = _stage.Network.Forward(_images, pixels.Length, _cancellationToken);
        return Array.ConvertAll(_objective.Evaluate(pass).Values[0], value => (float)value);
    }

    public IEnumerable<string> Notes(int steps)
    {
        if (_stage.Network.IsStraightThrough)
        {
            yield return "The model is quantised: its gradient passes rounding as if it were not there (straight-through).";
        }

        if (_redirectedSteps > 0)
        {
            yield return $"In {_redirectedSteps} of {steps} steps no gradient reached a picture, because all units of a ReLU were switched off: "
                + "what would switch them on again was followed instead.";
        }

        if (_lostSteps > 0)
        {
            yield return $"In {_lostSteps} of {steps} steps no gradient reached a picture, and only its penalties and its momentum changed it: the objective is at "
                + "its largest, or does not depend on such a picture. In the second case try another seed or start.";
        }
    }

    public void Dispose()
    {
        if (_redirected.IsValueCreated)
        {
            _redirected.Value.Dispose();
        }
    }

    private void Show(float[][] pixels, AffineWarp[] warps)
    {
        for (int image = 0; image < pixels.Length; image++)
        {
            _stage.View.Write(pixels[image], warps[image], _images.AsSpan(image * InputLength, InputLength));
        }
    }

    private int[] WithoutGradient(float[] gradients) =>
        [.. Enumerable.Range(0, gradients.Length / InputLength).Where(image => !gradients.AsSpan(image * InputLength, InputLength).ContainsAnyExcept(0f))];

    /// <summary>Replaces the gradients of some images by redirected ones.</summary>
    /// <returns>Whether every image has a gradient now.</returns>
    private bool Redirect(int[] lost, float[] gradients)
    {
        using NetworkPartPass pass = _redirected.Value.Forward(_images, gradients.Length / InputLength, _cancellationToken);
        float[] redirected = pass.Backward(_objective.Evaluate(pass).Gradients, _cancellationToken);
        foreach (int image in lost)
        {
            redirected.AsSpan(image * InputLength, InputLength).CopyTo(gradients.AsSpan(image * InputLength, InputLength));
        }

        return WithoutGradient(gradients).Length == 0;
    }
}
