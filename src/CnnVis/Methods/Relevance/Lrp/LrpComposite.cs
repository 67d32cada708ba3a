namespace CnnVis;

/// <summary>Which rule of relevance which layer gets. Named as in zennit; all pass activations, and pooling by means and sums share by contribution.</summary>
public enum LrpComposite
{
    /// <summary>Each input by its contribution w x, everywhere. Close to gradient times input, and as noisy.</summary>
    Epsilon,

    /// <summary>Convolutions share by what raises their output (z+), dense layers by contribution.</summary>
    EpsilonPlus,

    /// <summary>As <see cref="EpsilonPlus"/>; the first layers spread evenly over what they see, which leaves out the pixels' own colours.</summary>
    EpsilonPlusFlat,

    /// <summary>Convolutions favour what raises their output (gamma), the first layers measure from the bounds of the image (z-box).</summary>
    EpsilonGammaBox,

    /// <summary>Convolutions count what raises their output twice, minus what lowers it.</summary>
    EpsilonAlpha2Beta1,

    /// <summary>As <see cref="EpsilonAlpha2Beta1"/>; the first layers spread evenly over what they see.</summary>
    EpsilonAlpha2Beta1Flat,

    /// <summary>All layers share by what raises their output: see <see cref="ExcitationBackpropExtensions.ExcitationBackprop"/>.</summary>
    ExcitationBackprop,

    /// <summary>All layers share by what raises their output, the first from the bounds of the image: see <see cref="DeepTaylorExtensions.DeepTaylor"/>.</summary>
    DeepTaylor,
}
