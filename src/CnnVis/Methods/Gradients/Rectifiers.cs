namespace CnnVis;

/// <summary>Which activations count as ReLUs where a signal is let back through them by another rule than the gradient's.</summary>
public enum Rectifiers
{
    /// <summary>The operator Relu alone, as in Captum.</summary>
    Relu,

    /// <summary>Relu, and Clip where its lower bound is 0, which is how ReLU6 is written.</summary>
    ReluAndClip,
}
