using System.Reflection;
using CnnVis.Explanations;

namespace CnnVis;

/// <summary>A method of explanation by name, for programs that let a user choose one.</summary>
public sealed class ExplanationMethod
{
    private static readonly Lazy<IReadOnlyList<ExplanationMethod>> Found = new(Find);

    private readonly MethodInfo _verb;

    private readonly MethodInfoAttribute _info;

    private ExplanationMethod(MethodInfo verb, MethodInfoAttribute info)
    {
        _verb = verb;
        _info = info;
    }

    /// <summary>All methods of this library, by name.</summary>
    public static IReadOnlyList<ExplanationMethod> All => Found.Value;

    /// <summary>The name in kebab case: occlusion, integrated-gradients.</summary>
    public string Name => MethodOptions.NameOf(_verb);

    /// <summary>The name of its verb, as results show it: Occlusion, IntegratedGradients.</summary>
    public string Verb => _verb.Name;

    /// <summary>What it shows, in one clause.</summary>
    public string Shows => _info.Shows;

    /// <summary>What it costs, in forward passes.</summary>
    public string Cost => _info.Cost;

    /// <summary>Whether the model must be differentiable.</summary>
    public bool NeedsGradients => _info.NeedsGradients;

    /// <summary>Whether it looks inside the model. A method that does not, and needs no gradients, explains any score function.</summary>
    public bool NeedsLayers => _info.NeedsLayers;

    /// <summary>Authors, title and year of the paper that it comes from.</summary>
    public string Paper => _info.Paper;

    /// <summary>The names of its options in kebab case.</summary>
    public IReadOnlyList<string> OptionNames => MethodOptions.Names(OptionsType);

    /// <summary>The options by name, as results hold them where none is given.</summary>
    internal IReadOnlyDictionary<string, string> DefaultOptions => MethodOptions.Describe(Activator.CreateInstance(OptionsType)!);

    private Type OptionsType => _verb.GetParameters()[1].ParameterType;

    /// <summary>Finds a method.</summary>
    /// <param name="name">Its name in kebab case.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException">There is no such method; the message lists them.</exception>
    public static ExplanationMethod Get(string name) => All.FirstOrDefault(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no method '{name}'. Choose one of {string.Join(", ", All.Select(method => method.Name))}.", nameof(name));

    /// <summary>Makes a recipe of the method with options given as text.</summary>
    /// <param name="options">Option names in kebab case, with their values.</param>
    /// <param name="cancellationToken">Cancels every explanation that the recipe makes.</param>
    /// <returns>The recipe.</returns>
    /// <exception cref="ArgumentException">An option does not exist or its value cannot be used.</exception>
    public Func<Explainer, Explanation> Recipe(IEnumerable<KeyValuePair<string, string>> options, CancellationToken cancellationToken = default)
    {
        object parsed = MethodOptions.Parse(OptionsType, options);
        return explainer => (Explanation)_verb.Invoke(
            null, BindingFlags.DoNotWrapExceptions, binder: null, [explainer, parsed, cancellationToken], culture: null)!;
    }

    private static IReadOnlyList<ExplanationMethod> Find() =>
    [
        .. from type in typeof(Explainer).Assembly.GetExportedTypes()
           where type is { IsAbstract: true, IsSealed: true }
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
           let info = method.GetCustomAttribute<MethodInfoAttribute>()
           where info is not null
           orderby MethodOptions.NameOf(method)
           select new ExplanationMethod(method, info),
    ];
}
