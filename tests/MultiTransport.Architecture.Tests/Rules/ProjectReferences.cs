using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace MultiTransport.Architecture.Tests;

/// <summary>Which project may reference which; what is not listed is forbidden.</summary>
internal static class ProjectReferences
{
    private const string WebFramework = "Microsoft.AspNetCore";

    /// <summary>A project of src or clients, and the ones it may reference by itself.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["MultiTransport.Protocol"] = [],
        ["MultiTransport.Core"] = ["MultiTransport.Protocol"],
        ["MultiTransport.AspNetCore"] = ["MultiTransport.Core"],
        ["MultiTransport.Sqlite"] = ["MultiTransport.Core"],
        ["MultiTransport.Server"] = ["MultiTransport.AspNetCore", "MultiTransport.Sqlite"],
        ["MultiTransport.Client"] = ["MultiTransport.Protocol"],
    };

    /// <summary>Those that know no web framework and use no package.</summary>
    private static readonly string[] Plain = ["MultiTransport.Protocol", "MultiTransport.Core", "MultiTransport.Client"];

    public static IEnumerable<string> Names => Allowed.Keys;

    /// <summary>What the project files say.</summary>
    public static IEnumerable<string> Violations(SourceTree tree) => tree.Under("src/", ".csproj").Concat(tree.Under("clients/", ".csproj"))
        .SelectMany(file => Violations(Path.GetFileNameWithoutExtension(file.Path), XDocument.Parse(file.Text).Root!));

    /// <summary>What a compiled assembly says; it may use what its references reference.</summary>
    public static IEnumerable<string> Violations(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var name = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        foreach (var reference in metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)))
        {
            if (reference.StartsWith("MultiTransport.", StringComparison.Ordinal) && !Closure(name).Contains(reference))
            {
                yield return $"{name} uses {reference}";
            }
            else if (Plain.Contains(name) && !reference.StartsWith("System.", StringComparison.Ordinal) && !reference.StartsWith("MultiTransport.", StringComparison.Ordinal))
            {
                yield return $"{name} uses {reference}, which is not part of the base library";
            }
        }
    }

    private static IEnumerable<string> Violations(string name, XElement project)
    {
        if (!Allowed.TryGetValue(name, out var allowed))
        {
            yield return $"{name} is not in the table of projects; say what it may reference";
            yield break;
        }

        foreach (var reference in Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))))
        {
            if (!allowed.Contains(reference))
            {
                yield return $"{name} references {reference}";
            }
        }

        if (Plain.Contains(name))
        {
            foreach (var reference in Included(project, "PackageReference").Concat(Included(project, "FrameworkReference")))
            {
                yield return $"{name} references {reference}";
            }

            if (project.Attribute("Sdk")?.Value != "Microsoft.NET.Sdk")
            {
                yield return $"{name} is built with {project.Attribute("Sdk")?.Value}, which brings {WebFramework}";
            }
        }
    }

    private static IEnumerable<string> Included(XElement project, string item) =>
        project.Descendants().Where(element => element.Name.LocalName == item).Select(element => element.Attribute("Include")!.Value);

    private static HashSet<string> Closure(string name)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>(Allowed.GetValueOrDefault(name, []));
        while (open.TryPop(out var next))
        {
            if (found.Add(next))
            {
                Array.ForEach(Allowed[next], open.Push);
            }
        }

        return found;
    }
}
