// Package example has a test of a replication setup: what we release reaches Ireland.
package example

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecr/types"
)

const (
	account = "111122223333"
	oci     = "application/vnd.oci.image."
)

// TestMain starts a cloud for all tests of the package.
func TestMain(m *testing.M) {
	os.Exit(withCloud(m.Run))
}

func withCloud(run func() int) int {
	data, err := os.MkdirTemp("", "ferry-test")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(data)
	ferry := exec.Command("java", "-jar", os.Getenv("FERRY_JAR"), "up", "--port", "0", "--data", data)
	ferry.Stderr = os.Stderr
	out, _ := ferry.StdoutPipe()
	if err := ferry.Start(); err != nil {
		log.Fatal(err)
	}
	defer ferry.Wait()
	defer ferry.Process.Signal(os.Interrupt)
	line, _ := bufio.NewReader(out).ReadString('\n')
	endpoint, ready := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if !ready {
		return 1
	}
	os.Setenv("AWS_ENDPOINT_URL", endpoint)
	os.Setenv("AWS_ACCESS_KEY_ID", account)
	os.Setenv("AWS_SECRET_ACCESS_KEY", "any")
	return run()
}

func TestReleasesReachIreland(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	west := client(ctx, t, "us-west-2")
	_, err := west.PutReplicationConfiguration(ctx, &ecr.PutReplicationConfigurationInput{
		ReplicationConfiguration: &types.ReplicationConfiguration{Rules: []types.ReplicationRule{{
			Destinations: []types.ReplicationDestination{{Region: aws.String("eu-west-1"), RegistryId: aws.String(account)}},
			RepositoryFilters: []types.RepositoryFilter{
				{Filter: aws.String("release/"), FilterType: types.RepositoryFilterTypePrefixMatch}},
		}}}})
	must(t, err)
	_, err = west.CreateRepository(ctx, &ecr.CreateRepositoryInput{RepositoryName: aws.String("release/app")})
	must(t, err)

	digest := push(ctx, t, west, "release/app", "1.0")

	awaitReplicated(ctx, t, west, "release/app", digest)
	there, err := client(ctx, t, "eu-west-1").ListImages(ctx, &ecr.ListImagesInput{RepositoryName: aws.String("release/app")})
	must(t, err)
	if len(there.ImageIds) != 1 || *there.ImageIds[0].ImageDigest != digest || *there.ImageIds[0].ImageTag != "1.0" {
		t.Fatalf("Ireland has %+v", there.ImageIds)
	}
}

func client(ctx context.Context, t *testing.T, region string) *ecr.Client {
	settings, err := config.LoadDefaultConfig(ctx, config.WithRegion(region))
	must(t, err)
	return ecr.NewFromConfig(settings)
}

// push pushes an image of one small layer, and returns its digest.
func push(ctx context.Context, t *testing.T, west *ecr.Client, repository, tag string) string {
	layer := upload(ctx, t, west, repository, "layer.v1.tar", []byte(repository+":"+tag))
	image := upload(ctx, t, west, repository, "config.v1+json", []byte(`{"architecture":"amd64","os":"linux"}`))
	manifest, err := json.Marshal(map[string]any{
		"schemaVersion": 2, "mediaType": oci + "manifest.v1+json", "config": image, "layers": []any{layer}})
	must(t, err)
	put, err := west.PutImage(ctx, &ecr.PutImageInput{
		RepositoryName: &repository, ImageTag: &tag, ImageManifest: aws.String(string(manifest))})
	must(t, err)
	return *put.Image.ImageId.ImageDigest
}

// upload uploads a blob, and returns how a manifest names it.
func upload(ctx context.Context, t *testing.T, west *ecr.Client, repository, kind string, blob []byte) map[string]any {
	begun, err := west.InitiateLayerUpload(ctx, &ecr.InitiateLayerUploadInput{RepositoryName: &repository})
	must(t, err)
	_, err = west.UploadLayerPart(ctx, &ecr.UploadLayerPartInput{RepositoryName: &repository, UploadId: begun.UploadId,
		PartFirstByte: aws.Int64(0), PartLastByte: aws.Int64(int64(len(blob) - 1)), LayerPartBlob: blob})
	must(t, err)
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256(blob))
	_, err = west.CompleteLayerUpload(ctx, &ecr.CompleteLayerUploadInput{
		RepositoryName: &repository, UploadId: begun.UploadId, LayerDigests: []string{digest}})
	must(t, err)
	return map[string]any{"mediaType": oci + kind, "digest": digest, "size": len(blob)}
}

func awaitReplicated(ctx context.Context, t *testing.T, west *ecr.Client, repository, digest string) {
	for {
		answer, err := west.DescribeImageReplicationStatus(ctx, &ecr.DescribeImageReplicationStatusInput{
			RepositoryName: &repository, ImageId: &types.ImageIdentifier{ImageDigest: &digest}})
		must(t, err) // at the latest when its time is over
		if len(answer.ReplicationStatuses) != 1 {
			t.Fatalf("it replicates to %d destinations", len(answer.ReplicationStatuses))
		}
		switch one := answer.ReplicationStatuses[0]; one.Status {
		case types.ReplicationStatusComplete:
			return
		case types.ReplicationStatusFailed:
			t.Fatalf("it failed: %s", aws.ToString(one.FailureCode))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
