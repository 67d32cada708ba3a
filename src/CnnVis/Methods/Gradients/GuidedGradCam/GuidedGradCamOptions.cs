namespace CnnVis;

/// <summary>Options of <see cref="GuidedGradCamExtensions.GuidedGradCam"/>.</summary>
public sealed record GuidedGradCamOptions : CamLayers
{
    /// <summary>
    /// Which activations guided backpropagation changes. <value>The default is Relu, as in Captum; in a model that has none, Clip from 0 on
    /// (ReLU6), as MobileNetV2 has it.</value>
    /// </summary>
    public Rectifiers? Rectifiers { get; init; }
}
