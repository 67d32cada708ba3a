namespace CnnVis.Features.Dreams;

/// <summary>A part of an objective: a number computed from one tensor of the network.</summary>
internal abstract class ObjectiveTerm
{
    public abstract string Name { get; }

    /// <summary>Whether the network must see images of its own size, because the scores mean nothing at another.</summary>
    public virtual bool NeedsModelSize => false;

    /// <summary>The tensor that the term reads; refuses what the model does not have.</summary>
    public abstract string TensorOf(CnnModel model);

    /// <summary>The function for a network, made once before the first step.</summary>
    public abstract TermFunction Bind(DreamSubject subject);
}
