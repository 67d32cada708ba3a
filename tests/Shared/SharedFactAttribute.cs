namespace CnnVis.TestSupport;

/// <summary>A test that needs the models and photos beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public const string Reason = "The folder 'shared' with trained models and photos does not lie beside the repository.";

    public SharedFactAttribute() => Skip = Directory.Exists(RepositoryFolder.Shared) ? null : Reason;
}
