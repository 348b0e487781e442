using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>The certificate authority of this run: it signs the application's certificate, and an inspecting proxy signs with it.</summary>
internal sealed class TestAuthority
{
    private static readonly Lazy<TestAuthority> Only = new(static () => new TestAuthority());

    private readonly X509Certificate2 _authority;

    private TestAuthority()
    {
        var now = DateTimeOffset.UtcNow;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=MultiTransport networks", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        Application = Issue(_authority, now);

        var folder = Directory.CreateTempSubdirectory("multitransport-authority-").FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        SigningFile = Path.Combine(folder, "signing.pem");
        File.WriteAllText(SigningFile, $"{_authority.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        TrustFile = Path.Combine(folder, "authority.pem");
        File.WriteAllText(TrustFile, $"{_authority.ExportCertificatePem()}\n");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }

    public static TestAuthority Instance => Only.Value;

    /// <summary>Certificate and key, for a proxy that signs.</summary>
    public string SigningFile { get; }

    /// <summary>The certificate, for clients that trust.</summary>
    public string TrustFile { get; }

    /// <summary>What the application shows.</summary>
    public X509Certificate2 Application { get; }

    /// <summary>Whether this authority signed a certificate; nobody else is trusted.</summary>
    public bool Signed(X509Certificate? certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        return certificate is X509Certificate2 shown && chain.Build(shown);
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, DateTimeOffset now)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var issued = request.Create(authority, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
