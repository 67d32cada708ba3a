using CnnVis.Differentiation;
using CnnVis.Differentiation.Rules;

namespace CnnVis.Methods;

/// <summary>Sends a signal back by the rules of the gradient, of which those of ReLUs are replaced.</summary>
internal sealed class ReluBackward(ReluPass pass)
{
    private readonly RuleVariant _ofRelu = new(rules => WithRelu(rules, pass));
    private readonly RuleVariant _ofReluAndClip = new(rules => WithClip(WithRelu(rules, pass), pass));

    /// <param name="context">What is explained.</param>
    /// <param name="batch">The images.</param>
    /// <param name="count">How many of them count.</param>
    /// <param name="rectifiers">What counts as a ReLU; null for Relu, or for Clip from 0 on in a model without Relu.</param>
    public float[][] Signals(ExplanationContext context, ImageBatch batch, int count, Rectifiers? rectifiers)
    {
        var found = RectifierCount.Of(GradientEngine.Of(context.Model).ForwardGraphFor(context.Input.Shape));
        bool takesClips = rectifiers == Rectifiers.ReluAndClip || (rectifiers is null && found.Relus == 0);
        if (Note(found, takesClips) is { } note)
        {
            context.AddNote(note);
        }

        return context.Gradients(batch, count, (takesClips ? _ofReluAndClip : _ofRelu).Of(context.Rules));
    }

    private static string? Note(RectifierCount found, bool takesClips) => (found, takesClips) switch
    {
        ({ Relus: 0, Clips: 0 }, _) or ({ Relus: 0 }, false) => "The model has no ReLU, so this is the plain gradient.",
        ({ Relus: 0 }, true) => "The model has no Relu, so its Clips from 0 on (ReLU6) count as ReLUs.",
        ({ Clips: > 0 }, false) => "Clips from 0 on (ReLU6) keep their gradient, as in Captum; choose Rectifiers.ReluAndClip to change them too.",
        _ => null,
    };

    private static GradientRules WithRelu(GradientRules rules, ReluPass pass) => rules.Changed((g, _, rule) => pass(g.Dy, rule(g)), "Relu");

    private static GradientRules WithClip(GradientRules rules, ReluPass pass) =>
        rules.Changed((g, _, rule) => ActivationRules.LowerBound(g) == 0 ? pass(g.Dy, rule(g)) : rule(g), "Clip");
}
